package org.pushforward.metrics.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class InverseDistanceInterpolationTest {
    private final InverseDistanceInterpolation interpolation = InverseDistanceInterpolation.onGrid(2, 3);

    @Test
    void weighsByTheInverseSquareOfTheDistance() {
        // Observed: 6 in the upper left corner and 3 in the upper right one.
        HostArray filled = interpolation.fill(
                HostArray.of(Shape.of(1, 6), 6f, 0f, 3f, Float.NaN, 0f, 0f),
                HostArray.of(Shape.of(1, 6), true, false, true, false, false, false));

        assertThat(filled.get(0)).isEqualTo(6);
        assertThat(filled.get(1)).isCloseTo(4.5, within(1e-6));
        assertThat(filled.get(2)).isEqualTo(3);
        // Below the upper left corner: distances 1 and sqrt 5.
        assertThat(filled.get(3)).isCloseTo((6 + 3 / 5.0) / (1 + 1 / 5.0), within(1e-6));
        assertThat(filled.get(4)).isCloseTo(4.5, within(1e-6));
    }

    @Test
    void aConstantIsInterpolatedExactly() {
        HostArray filled = interpolation.fill(
                HostArray.of(Shape.of(2, 6), 7.0, 0, 7, 0, 7, 0, 1, 0, 0, 0, 0, 0),
                HostArray.of(
                        Shape.of(2, 6),
                        true,
                        false,
                        true,
                        false,
                        true,
                        false,
                        true,
                        false,
                        false,
                        false,
                        false,
                        false));

        assertThat(filled.rows(0, 1).toDoubles()).containsOnly(7.0);
        assertThat(filled.rows(1, 2).toDoubles()).containsOnly(1.0);
    }

    @Test
    void theSmallestGridAndBothFloatingTypesAreFilled() {
        HostArray observed = HostArray.of(Shape.of(1, 1), true);

        HostArray single = InverseDistanceInterpolation.onGrid(1, 1).fill(HostArray.of(Shape.of(1, 1), 0.1f), observed);
        HostArray twice = InverseDistanceInterpolation.onGrid(1, 1).fill(HostArray.of(Shape.of(1, 1), 0.1), observed);

        assertThat(single).isEqualTo(HostArray.of(Shape.of(1, 1), 0.1f));
        assertThat(twice).isEqualTo(HostArray.of(Shape.of(1, 1), 0.1));
    }

    @Test
    void invalidObservationsAreRefused() {
        HostArray nothing = HostArray.of(Shape.of(1, 6), new boolean[6]);
        HostArray all = HostArray.of(Shape.of(1, 6), true, true, true, true, true, true);
        HostArray values = HostArray.of(Shape.of(1, 6), 1f, 2f, Float.NaN, 4f, 5f, 6f);

        assertThatThrownBy(() -> interpolation.fill(values, nothing))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grid 0 has no observed cell to interpolate from");
        assertThatThrownBy(() -> interpolation.fill(values, all))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grid 0 is observed to be NaN in cell 2");
        assertThatThrownBy(() -> interpolation.fill(values, values))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[count, 6]");
        assertThatThrownBy(() -> interpolation.fill(values, all.rows(0, 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bool[0, 6]");
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new InverseDistanceInterpolation(2, 2, bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("power = " + bad);
        }
        assertThatThrownBy(() -> InverseDistanceInterpolation.onGrid(0, 3)).hasMessageContaining("0 x 3");
        assertThatThrownBy(() -> InverseDistanceInterpolation.onGrid(3, 0)).hasMessageContaining("3 x 0");
    }
}
