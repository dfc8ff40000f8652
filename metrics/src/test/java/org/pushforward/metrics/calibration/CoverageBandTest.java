package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class CoverageBandTest {
    private static final double[] LEVELS = {0.1, 0.3, 0.5, 0.7, 0.9};
    private static final int FIELDS = 40;

    /**
     * Returns the coverage of fields whose cells depend strongly on each other: the truth is the sum of a part of the field and a
     * part of the cell.
     *
     * @param width by how much intervals are wider than they should be
     */
    private static double[][] fields(RandomKey key, double width) {
        int cells = 20;
        double[] z = key.normal(Shape.of(FIELDS * (cells + 1))).toDoubles();
        double[][] covered = new double[FIELDS][LEVELS.length];
        for (int field = 0; field < FIELDS; field++) {
            for (int cell = 0; cell < cells; cell++) {
                double value = 0.8 * z[field * (cells + 1)] + 0.6 * z[field * (cells + 1) + cell + 1];
                for (int i = 0; i < LEVELS.length; i++) {
                    // The central interval of level c of N(0, width^2).
                    double inside = 1 - twoSided(value / width);
                    covered[field][i] += inside <= LEVELS[i] ? 1.0 / cells : 0;
                }
            }
        }
        return covered;
    }

    private static double twoSided(double z) {
        return NormalProbability.twoSided(z);
    }

    @Test
    void calibratedCurveIsInsideTheBandAtTheLevel() {
        int repetitions = 200;
        int held = 0;
        for (int i = 0; i < repetitions; i++) {
            RandomKey key = RandomKey.of(23).fold(i);
            CoverageBand band = CoverageBand.of(fields(key.fold("fields"), 1), LEVELS, 0.95, key.fold("band"));
            assertThat(band.holds()).isEqualTo(band.pValue() > 0.0501);
            held += band.holds() ? 1 : 0;
        }
        // 190 are expected, with standard deviation 3; the band from resampled units may be slightly too narrow or too
        // wide.
        assertThat(held).isBetween(178, 199);
    }

    @Test
    void overconfidentPosteriorIsDetected() {
        CoverageBand band = CoverageBand.of(fields(RandomKey.of(29), 0.5), LEVELS, 0.95, RandomKey.of(31));

        assertThat(band.holds()).isFalse();
        assertThat(band.pValue()).isLessThan(0.01);
        assertThat(band.covered()[4]).isLessThan(0.75);
    }

    @Test
    void theBandIsAroundTheLevels() {
        CoverageBand band = CoverageBand.of(fields(RandomKey.of(37), 1), LEVELS, 0.95, RandomKey.of(41));

        for (int i = 0; i < LEVELS.length; i++) {
            double middle = 0.5 * (band.band()[i].low() + band.band()[i].high());
            assertThat(middle).isCloseTo(LEVELS[i], within(0.06));
            assertThat(band.band()[i].contains(LEVELS[i])).isTrue();
        }
    }

    /** One of two resamples contains a unit twice: its mean differs, and its standard error is 0. */
    @Test
    void twoUnitsAllowAnyCurve() {
        double[][] units = {{0.2, 0.4}, {0.2, 0.6}};
        CoverageBand wide = CoverageBand.of(units, new double[] {0.2, 0.45}, 0.95, RandomKey.of(43));
        CoverageBand narrow = CoverageBand.of(units, new double[] {0.2, 0.45}, 0.3, RandomKey.of(43));

        // At the first level both units agree, so it has no error.
        assertThat(wide.band()).containsExactly(new Interval(0.2, 0.2), new Interval(0, 1));
        assertThat(wide.holds()).isTrue();
        assertThat(wide.covered()).containsExactly(new double[] {0.2, 0.5}, within(1e-15));
        // Four standard deviations of the share of 2000 resamples.
        assertThat(wide.pValue()).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 2000)));
        assertThat(narrow.band()).containsExactly(new Interval(0.2, 0.2), new Interval(0.45, 0.45));
        assertThat(narrow.holds()).isFalse();
        assertThat(CoverageBand.of(units, new double[] {0.2, 0.5}, 0.95, RandomKey.of(43))
                        .pValue())
                .isEqualTo(1);
    }

    @Test
    void unitsOfAnotherNumberOfLevelsAreRefused() {
        assertThatThrownBy(() -> CoverageBand.of(new double[][] {{1}, {0}}, LEVELS, 0.95, RandomKey.of(1)))
                .hasMessageContaining("coverage at 1 levels: expected 5");
    }
}
