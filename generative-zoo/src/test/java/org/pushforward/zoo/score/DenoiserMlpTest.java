package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.PlainLayers;

/** Compares the perceptron of a denoiser with plain loops. */
class DenoiserMlpTest {
    private static final RandomKey KEY = RandomKey.of(2);

    private final Scope scope = Scope.root();
    private final ContextColumns columns = new ContextColumns(Schema.of("y", TensorType.f32(3)));
    private final DenoiserMlp network = new DenoiserMlp(scope, 2, columns, 5, 4);
    private final ParameterValues values = Oracle.randomValues(scope.parameters(), KEY);
    private final Oracle oracle = new Oracle().with(scope.parameters(), values);
    private final Tensor x = oracle.single("x", 2, 2);
    private final Tensor y = oracle.single("y", 2, 3);

    /** x, y, and 32 cosines and 32 sines of c_noise with frequencies from 1 to 64. */
    private double[] expected(int row, double noise) {
        double[] input = new double[2 + 3 + 64];
        for (int j = 0; j < 5; j++) {
            input[j] = j < 2 ? oracle.value(x).get(row, j) : oracle.value(y).get(row, j - 2);
        }
        for (int k = 0; k < 32; k++) {
            // Frequencies are float32.
            double angle = (float) Math.pow(64, k / 31.0) * noise;
            input[5 + k] = Math.cos(angle);
            input[37 + k] = Math.sin(angle);
        }
        return new PlainLayers(values).perceptron("dense", 3, PlainLayers::silu, input);
    }

    @Test
    void networkTakesDataContextAndLevel() {
        Context context = Context.of("y", y);
        double[] each =
                oracle.evaluate(network.apply(x, Tensor.constant(HostArray.of(Shape.of(2, 1), 0.25f, -0.5f)), context));
        double[] shared =
                oracle.evaluate(network.apply(x, Tensor.constant(HostArray.of(Shape.of(1, 1), 0.25f)), context));
        for (int j = 0; j < 2; j++) {
            assertThat(each[j]).isCloseTo(expected(0, 0.25)[j], within(1e-12));
            assertThat(each[2 + j]).isCloseTo(expected(1, -0.5)[j], within(1e-12));
            assertThat(shared[2 + j]).isCloseTo(expected(1, 0.25)[j], within(1e-12));
        }
    }

    /** A new network answers 0, so a preconditioned denoiser starts as that of Gaussian data. */
    @Test
    void networkStartsAtZero() {
        Oracle initial = new Oracle()
                .with(scope.parameters(), ParameterValues.initial(scope.parameters(), KEY))
                .with(x, oracle.value(x))
                .with(y, oracle.value(y));
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1), 0.25f));
        assertThat(initial.evaluate(network.apply(x, level, Context.of("y", y))))
                .containsOnly(0);
    }

    @Test
    void emptyLayersAreRefused() {
        assertThatThrownBy(() -> new DenoiserMlp(Scope.root(), 2, columns, 8, 0))
                .hasMessageContaining("hidden widths [8, 0]");
        Scope narrow = Scope.root();
        new DenoiserMlp(narrow, 2, columns, 1);
        assertThat(narrow.parameters().get(0).tensor().shape()).isEqualTo(Shape.of(69, 1));
    }
}
