package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.nn.Scope;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.DenoiserNetwork;
import org.pushforward.zoo.score.UNet;

/** Checks that the networks of the settings have their widths, and that they see what they are told to see. */
class DenoiserArchitectureTest {
    private static final RandomKey KEY = RandomKey.of(5);
    private static final Shape IMAGE = Shape.of(2, 4, 4);

    private final Scope scope = Scope.root();
    private final DenoiserArchitecture perceptron = new DenoiserArchitecture.PerceptronDenoiser(List.of(5, 6));
    private final DenoiserArchitecture unet = new DenoiserArchitecture.ConvolutionalDenoiser(List.of(4, 6), 2, 2, 8, 2);

    private Shape shape(String path) {
        return ParameterValues.initial(scope.parameters(), KEY).get(path).shape();
    }

    /** The input has the pixels, the columns, and 64 numbers for the noise level. */
    @Test
    void perceptronTakesPixelsAndColumns() {
        Schema seen = Schema.of("y", TensorType.f32(3)).with("w", TensorType.f32(1, 2));
        DenoiserNetwork network = perceptron.build(scope, IMAGE, seen, 0);
        assertThat(shape("dense.0.weight")).isEqualTo(Shape.of(32 + 3 + 2 + 64, 5));
        assertThat(shape("dense.1.weight")).isEqualTo(Shape.of(5, 6));
        assertThat(shape("dense.2.weight")).isEqualTo(Shape.of(6, 32));
        Oracle oracle = new Oracle().with(scope.parameters(), Oracle.randomValues(scope.parameters(), KEY));
        Tensor x = oracle.single("x", 3, 2, 4, 4);
        Context context = Context.of("y", oracle.single("y", 3, 3)).with("w", oracle.single("w", 3, 1, 2));
        Tensor each = network.apply(x, oracle.single("noise", 3, 1, 1, 1), context);
        assertThat(each.shape()).isEqualTo(IMAGE.prepend(3));
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), 0.3f));
        double[] one = oracle.evaluate(network.apply(x, level, context));
        double[] all = oracle.evaluate(network.apply(x, level.broadcastTo(Shape.of(3, 1, 1, 1)), context));
        assertThat(one).containsExactly(all).isNotEqualTo(oracle.evaluate(each));
    }

    /** A class has a vector of width 16 in place of the columns. */
    @Test
    void perceptronEmbedsClasses() {
        DenoiserNetwork network = perceptron.build(scope, Shape.of(1, 1, 2), Schema.empty(), 3);
        assertThat(shape("classes.weight")).isEqualTo(Shape.of(4, 16));
        assertThat(shape("dense.0.weight")).isEqualTo(Shape.of(2 + 16 + 64, 5));
        Oracle oracle = new Oracle().with(scope.parameters(), Oracle.randomValues(scope.parameters(), KEY));
        Tensor x = Tensor.constant(HostArray.of(Shape.of(2, 1, 1, 2), 0.1f, 0.2f, 0.1f, 0.2f));
        Tensor level = Tensor.constant(HostArray.of(Shape.of(1, 1, 1, 1), 0.3f));
        Tensor labels = Tensor.constant(HostArray.of(Shape.of(2), 0L, 3L));
        Tensor output = network.apply(x, level, Context.of("label", labels));
        assertThat(output.shape()).isEqualTo(x.shape());
        double[] y = oracle.evaluate(output);
        assertThat(y[0]).isNotCloseTo(y[2], within(1e-6));
    }

    /** The family's network is the one with the same settings, on the same parameters. */
    @Test
    void settingsReachTheUNet() {
        Schema seen = Schema.of("map", TensorType.f32(3, 4, 4));
        DenoiserNetwork network = unet.build(scope, IMAGE, seen, 5);
        Scope other = Scope.root();
        UNet direct = UNet.builder(2)
                .levels(4, 6)
                .blocks(2)
                .groups(2)
                .embedding(8)
                .patch(2)
                .seeing(seen)
                .classes(5)
                .build(other);
        ParameterValues values = Oracle.randomValues(scope.parameters(), KEY);
        Tensor x = Tensor.constant(KEY.fold("x").normal(Shape.of(2, 2, 4, 4)));
        Tensor level = Tensor.constant(KEY.fold("noise").normal(Shape.of(2, 1, 1, 1)));
        Context context = Context.of("map", Tensor.constant(KEY.fold("map").normal(Shape.of(2, 3, 4, 4))))
                .with("label", Tensor.constant(HostArray.of(Shape.of(2), 1L, 5L)));
        assertThat(new Oracle().with(scope.parameters(), values).evaluate(network.apply(x, level, context)))
                .containsExactly(
                        new Oracle().with(other.parameters(), values).evaluate(direct.apply(x, level, context)));
        // (2 + 3) channels of 2 x 2 pixels, and a vector for each class and for none.
        assertThat(shape("stem.weight")).isEqualTo(Shape.of(4, 5 * 4, 3, 3));
        assertThat(shape("classes.weight")).isEqualTo(Shape.of(6, 8));
    }

    @Test
    void unetRefusesOtherShapes() {
        assertThatThrownBy(() -> unet.build(scope, Shape.of(4, 4), Schema.empty(), 0))
                .hasMessageContaining("data of shape [4, 4]");
        for (TensorType column :
                List.of(TensorType.f32(3), TensorType.f32(4, 4), TensorType.f32(2, 4, 8), TensorType.f32(2, 8, 4))) {
            assertThatThrownBy(() -> unet.build(Scope.root(), IMAGE, Schema.of("map", column), 0))
                    .hasMessageContaining("cannot see the column 'map'");
        }
    }
}
