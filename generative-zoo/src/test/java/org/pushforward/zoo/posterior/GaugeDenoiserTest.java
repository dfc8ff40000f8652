package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Batch;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.NoisePrediction;

/** Compares the denoiser of a field with gauges with its formula, and checks the random gauges of training. */
class GaugeDenoiserTest {
    private static final Shape FIELD = Shape.of(1, 2, 3);
    private static final Shape TWO = Shape.of(2, 1, 2, 3);
    private static final double SIGMA = 0.75;

    /** The first field has gauges at (0, 0) and (1, 2), and the second has none. */
    private static final double[] MASK = {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0};

    private static final double[] OBSERVED = {2, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0};

    /**
     * Weights computed by hand from inverse squared distances; (0, 1) is at distance 1 from the first gauge and sqrt(2) from the second.
     */
    private static final double[] FILLED = {
        2,
        (2 / 1.0 - 1 / 2.0) / (1 / 1.0 + 1 / 2.0),
        (2 / 4.0 - 1 / 1.0) / (1 / 4.0 + 1 / 1.0),
        (2 / 1.0 - 1 / 4.0) / (1 / 1.0 + 1 / 4.0),
        (2 / 2.0 - 1 / 1.0) / (1 / 2.0 + 1 / 1.0),
        -1,
        0,
        0,
        0,
        0,
        0,
        0
    };

    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.single("x", TWO.dims());

    private static Tensor constant(double[] values) {
        return Tensor.constant(HostArray.of(TWO, values).cast(DType.F32));
    }

    /** The network takes the residual, the interpolated field, the mask and the noise level. */
    @Test
    void networkDenoisesTheInterpolationResidual() {
        GaugeDenoiser denoiser = new GaugeDenoiser(FIELD, new NoisePrediction(), (in, noise, context) -> in.tanh()
                .add(context.get("filled").mul(0.1))
                .add(context.get(GaugeDenoiser.MASK).mul(0.2)));
        Context context =
                Context.of(GaugeDenoiser.OBSERVED, constant(OBSERVED)).with(GaugeDenoiser.MASK, constant(MASK));
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), (float) SIGMA));
        double[] actual = oracle.evaluate(denoiser.given(context).denoise(x, level));
        for (int i = 0; i < actual.length; i++) {
            double left = oracle.value(x).toDoubles()[i] - FILLED[i];
            double network = Math.tanh(left / Math.sqrt(1 + SIGMA * SIGMA)) + 0.1 * FILLED[i] + 0.2 * MASK[i];
            double expected = FILLED[i] + (1 - MASK[i]) * (left - SIGMA * network);
            // Inverse distances are float32 numbers.
            assertThat(actual[i]).as("cell %s", i).isCloseTo(expected, within(1e-6));
        }
    }

    /** Uniform numbers in the order of the requests. */
    private record Given(Deque<double[]> numbers) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            throw new AssertionError("gauges ask for uniform noise alone");
        }

        @Override
        public Tensor uniform(int... dims) {
            return Tensor.constant(HostArray.of(Shape.of(dims), numbers.remove()));
        }
    }

    @Test
    void eachRowDrawsItsDensityAndThenItsGauges() {
        double[] cells = {0.05, 0.29, 0.31, 0.5, 0.9, 0.2, 0.05, 0.29, 0.31, 0.5, 0.61, 0.59};
        // Densities of 0.1 + 0.6 u: 0.3 and 0.6.
        Noise noise = new Given(new ArrayDeque<>(List.of(new double[] {1 / 3.0, 5 / 6.0}, cells)));
        Batch batch = new Batch(Map.of(Schema.X, x));
        Context context = GaugeDenoiser.randomGauges(0.1, 0.7).context(Schema.empty(), batch, noise);
        List<HostArray> seen =
                oracle.arrays(List.of(context.get(GaugeDenoiser.MASK), context.get(GaugeDenoiser.OBSERVED)));
        double[] mask = {1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 0, 1};
        double[] observed = oracle.value(x).toDoubles();
        Arrays.setAll(observed, i -> observed[i] * mask[i]);
        assertThat(seen.get(0).toDoubles()).containsExactly(mask);
        assertThat(seen.get(1).toDoubles()).containsExactly(observed, within(0.0));
        assertThatThrownBy(() -> GaugeDenoiser.randomGauges(0.5, 0.4)).hasMessageContaining("from 0.5 to 0.4");
        assertThatThrownBy(() -> new GaugeDenoiser(Shape.of(3), new NoisePrediction(), (in, level, given) -> in))
                .hasMessageContaining("[3]");
    }
}
