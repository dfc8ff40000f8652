package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class GaugeInterpolationTest {
    private static Tensor only(int cell, float value) {
        float[] values = new float[12];
        values[cell] = value;
        return Tensor.constant(HostArray.wrap(Shape.of(1, 1, 3, 4), values));
    }

    /** 216 squared is 46,656, and its square is above 2^31. */
    @Test
    void tooManyCellsAreRefused() {
        Tensor zero = Tensor.full(new TensorType(DType.F32, Shape.of(1, 1, 216, 216)), 0);
        Context context = Context.of(GaugeDenoiser.OBSERVED, zero)
                .with(GaugeDenoiser.MASK, zero)
                .with(GaugeDenoiser.NOISE, zero);
        assertThatThrownBy(() -> GaugeInterpolation.of(context, 2, 0.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("interpolation of gauges on 216 x 216 = 46656 cells: expected 46340 or fewer");
    }

    /** A gauge at distance d has weight 1/d^2 and the mean 1/100, so of its deviation from the mean 100 / (100 + d^2) is left. */
    @Test
    void oneExactGaugeCountsLessWithTheDistance() {
        int gauge = 6;
        Context context = Context.of(GaugeDenoiser.OBSERVED, only(gauge, 5))
                .with(GaugeDenoiser.MASK, only(gauge, 1))
                .with(GaugeDenoiser.NOISE, only(gauge, 0));
        double[] filled =
                new Oracle().evaluate(GaugeInterpolation.of(context, 2, 0.5).filled());
        for (int cell = 0; cell < 12; cell++) {
            int down = cell / 4 - gauge / 4;
            int across = cell % 4 - gauge % 4;
            // Inverse squared distances and the interpolation are float32 numbers.
            assertThat(filled[cell]).isCloseTo(2 + 300.0 / (100 + down * down + across * across), within(3e-6));
        }
    }
}
