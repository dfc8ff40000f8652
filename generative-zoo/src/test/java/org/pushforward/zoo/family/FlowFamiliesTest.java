package org.pushforward.zoo.family;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.distribution.Bijector;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.flow.Flow;

/** Checks which maps the families of flows put together, on vectors and on images. */
class FlowFamiliesTest {
    private static final RandomKey KEY = RandomKey.of(8);
    private static final Shape IMAGE = Shape.of(1, 2, 3);

    private final Oracle oracle = new Oracle();

    /** Returns the image of (1, ..., d) under a new flow, of which every part is the identity or a permutation. */
    private static double[] initial(Flow flow) {
        int d = flow.event().size();
        double[] x = new double[d];
        Arrays.setAll(x, i -> i + 1);
        Oracle oracle =
                new Oracle().with(flow.parameters(), ParameterValues.initial(flow.parameters(), RandomKey.of(1)));
        Tensor data = Tensor.constant(HostArray.of(Shape.of(1, d), x).cast(DType.F32));
        return oracle.evaluate(flow.encode(data, Context.none()));
    }

    private static DataType vectors(int dimension) {
        return DataType.standard(Shape.of(dimension));
    }

    private static double[] initialRealNvp(int couplings, int dimension) {
        return initial(new RealNvp(couplings, 3).build(vectors(dimension)));
    }

    /** Before every second coupling but the first, another permutation mixes the coordinates. */
    @Test
    void aNewOrderFollowsEveryTwoCouplings() {
        double[] sorted = {1, 2, 3, 4, 5};
        assertThat(initialRealNvp(2, 5)).containsExactly(sorted);
        double[] once = initialRealNvp(3, 5);
        double[] twice = initialRealNvp(6, 5);
        assertThat(once).containsExactlyInAnyOrder(sorted).isNotEqualTo(sorted);
        assertThat(initialRealNvp(4, 5)).containsExactly(once);
        double[] repeated = new double[5];
        Arrays.setAll(repeated, i -> once[(int) once[i] - 1]);
        assertThat(twice)
                .containsExactlyInAnyOrder(sorted)
                .isNotEqualTo(repeated)
                .isNotEqualTo(once);
    }

    @Test
    void ordersDependOnTheDimension() {
        // The same key would give each row of three its place in a row of four.
        double[] three = initialRealNvp(12, 3);
        assertThat(three).containsExactlyInAnyOrder(1, 2, 3);
        for (int couplings = 2; couplings <= 12; couplings++) {
            assertThat(initialRealNvp(couplings, 2)).containsExactly(1, 2);
        }
    }

    /** The first coupling moves the second part given the first, which has half of the coordinates, and the next one the first part. */
    @Test
    void couplingsTakeTurns() {
        Flow flow = new RealNvp(2, 7).build(new DataType(Schema.of(Shape.of(5)).with("y", TensorType.f32(3)), 0, 1));
        ParameterValues values = Oracle.randomValues(flow.parameters(), KEY);
        assertThat(values.get("coupling.0.conditioner.dense.0.weight").shape()).isEqualTo(Shape.of(2 + 3, 7));
        assertThat(values.get("coupling.0.conditioner.dense.1.weight").shape()).isEqualTo(Shape.of(7, 7));
        assertThat(values.get("coupling.0.conditioner.dense.2.weight").shape()).isEqualTo(Shape.of(7, 6));
        assertThat(values.get("coupling.1.conditioner.dense.0.weight").shape()).isEqualTo(Shape.of(3 + 3, 7));
        assertThat(values.get("coupling.1.conditioner.dense.2.weight").shape()).isEqualTo(Shape.of(7, 4));
        oracle.with(flow.parameters(), values);
        Tensor x = oracle.single("x", 1, 5);
        Context context = Context.of("y", oracle.single("y", 1, 3));
        double[] slopes = oracle.evaluate(Gradients.jacobian(flow.encode(x, context), x));
        double[] given = oracle.evaluate(Gradients.jacobian(flow.encode(x, context), context.get("y")));
        assertThat(given).hasSize(15).doesNotContain(0.0);
        for (int i = 0; i < 5; i++) {
            for (int j = 0; j < 5; j++) {
                // After both couplings z_b depends on x_a and its own x_b, and z_a on all of z_b and its own x_a.
                boolean depends = i == j || i < 2 || j < 2;
                assertThat(slopes[5 * i + j] != 0).as("dz_%s / dx_%s", i, j).isEqualTo(depends);
            }
        }
    }

    /** Each map but the first sees the coordinates in the reverse order. */
    @Test
    void autoregressiveMapsReverseTheOrder() {
        for (int layers = 1; layers <= 4; layers++) {
            double[] order = initial(new MaskedAutoregressive(layers, List.of(6)).build(vectors(4)));
            assertThat(order).containsExactly(layers % 2 == 1 ? new double[] {1, 2, 3, 4} : new double[] {4, 3, 2, 1});
        }
        assertThat(initial(new MaskedAutoregressive(3, List.of(6)).build(vectors(1))))
                .containsExactly(1);
        Flow one = new MaskedAutoregressive(1, List.of(16, 12)).build(vectors(3));
        ParameterValues values = Oracle.randomValues(one.parameters(), KEY);
        assertThat(values.get("layer.0.dense.1.weight").shape()).isEqualTo(Shape.of(16, 12));
        oracle.with(one.parameters(), values);
        Tensor x = oracle.single("x", 1, 3);
        double[] slopes = oracle.evaluate(Gradients.jacobian(one.encode(x, Context.none()), x));
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                assertThat(slopes[3 * i + j] != 0).as("dz_%s / dx_%s", i, j).isEqualTo(j <= i);
            }
        }
    }

    /** Flattening moves no element and has determinant 1, so an image has the density of its pixels as a vector. */
    @Test
    void imagesAreFlattened() {
        Flow images = new RealNvp(4, 5).build(DataType.standard(IMAGE));
        Flow rows = new RealNvp(4, 5).build(vectors(6));
        ParameterValues values = Oracle.randomValues(images.parameters(), KEY);
        HostArray x = KEY.fold("x").normal(Shape.of(2, 6));
        Tensor row = Tensor.constant(x);
        Tensor image = Tensor.constant(x.reshape(IMAGE.prepend(2)));
        Bijector there = images.map().given(Context.none());
        Bijector here = rows.map().given(Context.none());
        List<HostArray> actual = new Oracle()
                .with(images.parameters(), values)
                .arrays(List.of(
                        there.forward(image).value(),
                        there.forward(image).logAbsDet(),
                        there.inverse(row).value().reshape(2, 6),
                        there.inverse(row).logAbsDet(),
                        images.given(Context.none()).logProb(image)));
        List<HostArray> expected = new Oracle()
                .with(rows.parameters(), values)
                .arrays(List.of(
                        here.forward(row).value(),
                        here.forward(row).logAbsDet(),
                        here.inverse(row).value(),
                        here.inverse(row).logAbsDet(),
                        rows.given(Context.none()).logProb(row)));
        assertThat(actual).isEqualTo(expected);
        assertThat(there.inverse(row).value().shape()).isEqualTo(IMAGE.prepend(2));
        assertThat(there.codomain(IMAGE)).isEqualTo(Shape.of(6));
        assertThatThrownBy(() -> there.forward(row)).hasMessageContaining("rows of shape [1, 2, 3]");
        assertThat(images.base().given(Context.none()).event()).isEqualTo(Shape.of(6));
    }

    @Test
    void dataOfOtherTypesAreRefused() {
        DataType bytes = new DataType(Schema.of("x", new TensorType(DType.I64, Shape.of(4))), 0, 1);
        assertThatThrownBy(() -> new RealNvp().build(bytes))
                .hasMessageContaining("RealNVP cannot learn data of type i64");
        assertThatThrownBy(() -> new MaskedAutoregressive().build(bytes)).hasMessageContaining("MAF cannot learn");
        DataType empty = new DataType(Schema.of("x", TensorType.f32(0)), 0, 1);
        assertThatThrownBy(() -> new MaskedAutoregressive().build(empty)).hasMessageContaining("MAF cannot learn");
        assertThat(new MaskedAutoregressive().build(vectors(1)).event()).isEqualTo(Shape.of(1));
    }
}
