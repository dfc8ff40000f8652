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
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks the random gauges of training, and gauges given as cells. */
class RandomGaugesTest {
    private static final Shape THREE = Shape.of(3, 1, 1, 4);

    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.single("x", THREE.dims());

    /** Numbers in the order of the requests. */
    private record Given(Deque<double[]> uniform, double[] normal) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            return Tensor.constant(HostArray.of(Shape.of(dims), normal).cast(DType.F32));
        }

        @Override
        public Tensor uniform(int... dims) {
            return Tensor.constant(
                    HostArray.of(Shape.of(dims), uniform.remove()).cast(DType.F32));
        }
    }

    private Context drawn(RandomGauges gauges, double[] normal, double[]... uniform) {
        Noise noise = new Given(new ArrayDeque<>(List.of(uniform)), normal);
        return gauges.context(Schema.empty(), new Batch(Map.of(Schema.X, x)), noise);
    }

    private double[] values(Context context, String name) {
        return oracle.evaluate(context.get(name));
    }

    /** Densities of 0.1 7^u: 0.1, 0.26 and 0.7. */
    @Test
    void eachRowDrawsItsDensityAndThenItsGauges() {
        double[] cells = {0.05, 0.29, 0.31, 0.99, 0.2, 0.27, 0.05, 0.25, 0.69, 0.5, 0.71, 0.69};
        Context context = drawn(new RandomGauges(0.1, 0.7, 0, 0), null, new double[] {0, 0.5, 1}, cells);
        double[] mask = {1, 0, 0, 0, 1, 0, 1, 1, 1, 1, 0, 1};
        assertThat(values(context, GaugeDenoiser.MASK)).containsExactly(mask);
        assertThat(values(context, GaugeDenoiser.NOISE)).containsOnly(0.0);
        for (int i = 0; i < mask.length; i++) {
            assertThat(values(context, GaugeDenoiser.OBSERVED)[i])
                    .isEqualTo(mask[i] * oracle.value(x).get(i));
        }
    }

    /** The first row has no gauges, the second exact ones, and the third a level of 0.5 / 25^(1/2) = 0.1 times 0.5 to 1.5. */
    @Test
    void gaugesAreAbsentExactOrNoisy() {
        double[] cells = new double[12];
        double[] normal = {9, 9, 9, 9, 9, 9, 9, 9, 1, -1, 2, 0};
        double[] spread = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0.5, 0.75, 0.25};
        Context context = drawn(
                new RandomGauges(0.5, 0.5, 0.4, 0.5),
                normal,
                new double[] {0, 0, 0},
                cells,
                new double[] {0.39, 0.4, 0.41},
                new double[] {0.25, 0.49, 0.75},
                spread);
        double[] noise = {0, 0, 0, 0, 0, 0, 0, 0, 0.05, 0.1, 0.125, 0.075};
        assertThat(values(context, GaugeDenoiser.NOISE)).containsExactly(noise, within(1e-7));
        for (int i = 0; i < 12; i++) {
            double mask = i < 4 ? 0 : 1;
            assertThat(values(context, GaugeDenoiser.MASK)[i]).isEqualTo(mask);
            assertThat(values(context, GaugeDenoiser.OBSERVED)[i])
                    .isCloseTo(mask * oracle.value(x).get(i) + noise[i] * normal[i], within(1e-6));
        }
    }

    /** In a row with a level of 0.1, cells without a gauge have no noise. */
    @Test
    void onlyGaugesAreNoisy() {
        double[] cells = {0, 0.9, 0, 0.9, 0, 0.9, 0, 0.9, 0, 0.9, 0, 0.9};
        double[] ones = new double[12];
        Arrays.fill(ones, 1);
        double[] halves = {0.5, 0.5, 0.5};
        Context context = drawn(
                new RandomGauges(0.5, 0.5, 0, 0.5),
                ones,
                halves,
                cells,
                new double[] {0.75, 0.75, 0.75},
                new double[12]);
        for (int i = 0; i < 12; i++) {
            double mask = i % 2 == 0 ? 1 : 0;
            assertThat(values(context, GaugeDenoiser.NOISE)[i]).isCloseTo(mask * 0.05, within(1e-7));
            assertThat(values(context, GaugeDenoiser.OBSERVED)[i])
                    .isCloseTo(mask * (oracle.value(x).get(i) + 0.05), within(1e-6));
        }
    }

    @Test
    void cellsBecomeAContext() {
        Rows rows = new CellGauges(new int[] {2, 0}, new double[] {3, -1}, new double[] {0.5, 0})
                .context(Shape.of(1, 2, 2));
        assertThat(rows.get(GaugeDenoiser.OBSERVED)).isEqualTo(HostArray.of(Shape.of(1, 1, 2, 2), -1f, 0f, 3f, 0f));
        assertThat(rows.get(GaugeDenoiser.MASK)).isEqualTo(HostArray.of(Shape.of(1, 1, 2, 2), 1f, 0f, 1f, 0f));
        assertThat(rows.get(GaugeDenoiser.NOISE)).isEqualTo(HostArray.of(Shape.of(1, 1, 2, 2), 0f, 0f, 0.5f, 0f));
        assertThatThrownBy(() -> CellGauges.exact(new int[] {1, 1}, new double[2]))
                .hasMessageContaining("two gauges in cell 1");
        assertThatThrownBy(() -> CellGauges.exact(new int[] {4}, new double[1]).context(Shape.of(1, 2, 2)))
                .hasMessageContaining("gauge 0 in cell 4");
        assertThatThrownBy(() -> CellGauges.exact(new int[1], new double[] {Double.NaN}))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> CellGauges.exact(new int[1], new double[2])).hasMessageContaining("1 cells, 2 values");
        assertThatThrownBy(() -> new CellGauges(new int[1], new double[1], new double[2]))
                .hasMessageContaining("1 values and 2 deviations");
        assertThatThrownBy(() -> CellGauges.exact(new int[] {3, 1, 3}, new double[3]))
                .hasMessageContaining("two gauges in cell 3");
        for (double deviation : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new CellGauges(new int[1], new double[1], new double[] {deviation}))
                    .hasMessageContaining("noise deviation " + deviation);
        }
        assertThatThrownBy(() -> CellGauges.exact(new int[] {-1}, new double[1]).context(Shape.of(1, 2, 2)))
                .hasMessageContaining("expected a cell from 0 to 3");
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new RandomGauges(0.5, 0.4, 0, 0)).hasMessageContaining("from 0.5 to 0.4");
        assertThat(new RandomGauges(1, 1, 0, 0)).isEqualTo(new RandomGauges(1, 1, 0, 0));
        assertThat(new RandomGauges(0.5, 1, 1, 0).absent()).isEqualTo(1);
        assertThatThrownBy(() -> new RandomGauges(0, 0.4, 0, 0)).hasMessageContaining("from 0.0 to 0.4");
        assertThatThrownBy(() -> new RandomGauges(0.1, 1.1, 0, 0)).hasMessageContaining("from 0.1 to 1.1");
        assertThatThrownBy(() -> new RandomGauges(0.1, 0.4, -0.1, 0)).hasMessageContaining("-0.1");
        assertThatThrownBy(() -> new RandomGauges(0.1, 0.4, 0, Double.POSITIVE_INFINITY))
                .hasMessageContaining("Infinity");
        assertThatThrownBy(() -> new RandomGauges(0.1, 0.4, 2, 0)).hasMessageContaining("2.0");
        assertThatThrownBy(() -> new RandomGauges(0.1, 0.4, 0, -1)).hasMessageContaining("-1.0");
    }
}
