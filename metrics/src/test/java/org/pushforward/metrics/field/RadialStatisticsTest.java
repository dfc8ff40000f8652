package org.pushforward.metrics.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class RadialStatisticsTest {
    private static final RandomKey KEY = RandomKey.of(41);
    private static final int FIELDS = 200;
    private static final int ROWS = 12;
    private static final int COLUMNS = 10;
    private static final int CELLS = ROWS * COLUMNS;

    private static HostArray noise(double deviation) {
        double[] values = KEY.normal(Shape.of(FIELDS, CELLS)).toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] *= deviation;
        }
        return HostArray.wrap(Shape.of(FIELDS, CELLS), values);
    }

    /** White noise plus half of its right neighbor, across the edge too. */
    private static HostArray smoothed() {
        double[] white = noise(1).toDoubles();
        double[] values = new double[white.length];
        for (int i = 0; i < values.length; i++) {
            int next = i % COLUMNS == COLUMNS - 1 ? i + 1 - COLUMNS : i + 1;
            values[i] = white[i] + 0.5 * white[next];
        }
        return HostArray.wrap(Shape.of(FIELDS, CELLS), values);
    }

    /** An interval of 99.99 %, which holds all of some ten rings with probability 0.999. */
    private static void assertExpects(Ring ring, double expected) {
        assertThat(ring.value().interval(0.9999).contains(expected))
                .as("%s is %s", ring, expected)
                .isTrue();
    }

    @Test
    void whiteNoiseHasItsVarianceAtEveryFrequencyAndDistance() {
        RadialSpectrum spectrum = RadialSpectrum.of(noise(1.5), ROWS, COLUMNS);
        RadialVariogram variogram = RadialVariogram.of(noise(1.5), ROWS, COLUMNS, 5);

        assertThat(spectrum.rings()).hasSizeGreaterThan(5);
        assertThat(variogram.rings()).hasSize(5);
        spectrum.rings().forEach(ring -> assertExpects(ring, 2.25));
        variogram.rings().forEach(ring -> assertExpects(ring, 2.25));
        Ring third = spectrum.rings().get(3);
        // The power of a wave is nearly exponential, and waves come in equal pairs.
        double error = 2.25 / Math.sqrt(third.terms() / 2.0 * FIELDS);
        assertThat(third.value().standardError()).isBetween(0.8 * error, 1.2 * error);
    }

    /** |1 + e^(i t) / 2|^2 = 5/4 + cos t, where t = 2 pi b / C is the frequency along rows. */
    @Test
    void aMovingAverageHasTheSpectrumOfItsFilter() {
        RadialSpectrum spectrum = RadialSpectrum.of(smoothed(), ROWS, COLUMNS);

        double[] sums = new double[spectrum.rings().size()];
        int[] terms = new int[sums.length];
        for (int a = 0; a < ROWS; a++) {
            for (int b = 0; b < COLUMNS; b++) {
                double f =
                        Math.hypot(Math.min(a, ROWS - a) / (double) ROWS, Math.min(b, COLUMNS - b) / (double) COLUMNS);
                int ring = (int) Math.round(f * COLUMNS);
                sums[ring] += 1.25 + Math.cos(2 * Math.PI * b / COLUMNS);
                terms[ring]++;
            }
        }
        for (int i = 0; i < sums.length; i++) {
            assertThat(spectrum.rings().get(i).terms()).isEqualTo(terms[i]);
            assertExpects(spectrum.rings().get(i), sums[i] / terms[i]);
        }
    }

    /** The variance is 5/4 and the covariance of neighbors in a row 1/2; no pair joins two edges. */
    @Test
    void aMovingAverageHasTheVariogramOfItsCovariance() {
        RadialVariogram variogram = RadialVariogram.of(smoothed(), ROWS, COLUMNS, 4);

        // At a distance that rounds to one are neighbors in rows, in columns and on both diagonals.
        double inRows = ROWS * (COLUMNS - 1);
        double others = (ROWS - 1) * COLUMNS + 2.0 * (ROWS - 1) * (COLUMNS - 1);
        assertThat(variogram.rings().get(0).terms()).isEqualTo((int) (inRows + others));
        assertExpects(variogram.rings().get(0), (inRows * 0.75 + others * 1.25) / (inRows + others));
        for (Ring ring : variogram.rings().subList(1, 4)) {
            assertExpects(ring, 1.25);
        }
    }

    @Test
    void aWaveHasItsPowerAtItsFrequencyAlone() {
        double[] wave = new double[CELLS];
        for (int i = 0; i < CELLS; i++) {
            wave[i] = 4 + 2 * Math.sin(2 * Math.PI * 3 * (i % COLUMNS) / COLUMNS);
        }
        RadialSpectrum spectrum = RadialSpectrum.of(HostArray.wrap(Shape.of(1, CELLS), wave), ROWS, COLUMNS);

        assertThat(spectrum.rings().get(0).value().mean()).isCloseTo(16.0 * CELLS, within(1e-9 * CELLS));
        for (int i = 1; i < spectrum.rings().size(); i++) {
            Ring ring = spectrum.rings().get(i);
            // Both waves of a sine of amplitude 2 have N 2^2 / 4.
            assertThat(ring.value().mean() * ring.terms()).isCloseTo(i == 3 ? 2.0 * CELLS : 0, within(1e-9 * CELLS));
        }
    }

    /** The mean power is the mean square (Parseval). */
    @Test
    void powersAddUpToTheMeanSquare() {
        HostArray fields = noise(1);
        double sum = RadialSpectrum.of(fields, ROWS, COLUMNS).rings().stream()
                .mapToDouble(ring -> ring.terms() * ring.value().mean())
                .sum();
        double squares = 0;
        for (double value : fields.toDoubles()) {
            squares += value * value;
        }

        assertThat(sum / CELLS).isCloseTo(squares / fields.size(), within(1e-12));
    }

    @Test
    void theVariogramOfARampIsASquare() {
        double[] ramp = {0, 1, 2, 3, 4, 5};
        RadialVariogram variogram = RadialVariogram.of(HostArray.of(Shape.of(1, 6), ramp), 1, 6, 3);

        for (int i = 0; i < 3; i++) {
            assertThat(variogram.rings().get(i).radius()).isEqualTo(i + 1);
            assertThat(variogram.rings().get(i).value().mean()).isEqualTo((i + 1) * (i + 1) / 2.0);
            assertThat(variogram.rings().get(i).terms()).isEqualTo(5 - i);
        }
    }

    /** At (down, right), the cells of u i + v j differ by u down + v right. */
    @Test
    void theVariogramOfAPlaneIsThatOfItsSlopes() {
        double[] plane = new double[12];
        for (int i = 0; i < 12; i++) {
            plane[i] = 10 * (i / 4) + i % 4;
        }
        Ring first = RadialVariogram.of(HostArray.wrap(Shape.of(1, 12), plane), 3, 4, 1)
                .rings()
                .get(0);

        // 9 neighbors in rows differ by 1, 8 in columns by 10, 6 on each diagonal by 11 and by 9.
        assertThat(first.terms()).isEqualTo(29);
        assertThat(first.value().mean()).isEqualTo((9 * 1 + 8 * 100 + 6 * 121 + 6 * 81) / 58.0);
    }

    @Test
    void twoCellsHaveTheirMeanAndTheirDifference() {
        HostArray cells = HostArray.of(Shape.of(1, 2), 1.0, 4);

        List<Ring> spectrum = RadialSpectrum.of(cells, 1, 2).rings();
        assertThat(spectrum).extracting(Ring::terms).containsExactly(1, 1);
        assertThat(spectrum.get(0).value().mean()).isCloseTo(25 / 2.0, within(1e-12));
        assertThat(spectrum.get(1).value().mean()).isCloseTo(9 / 2.0, within(1e-12));
        List<Ring> variogram = RadialVariogram.of(cells, 1, 2, 1).rings();
        assertThat(variogram).hasSize(1);
        assertThat(variogram.get(0).value().mean()).isEqualTo(4.5);
    }

    @Test
    void distancesWithoutPairsHaveNoRing() {
        HostArray line = HostArray.of(Shape.of(1, 3), 1.0, 2, 4);

        for (RadialVariogram variogram :
                List.of(RadialVariogram.of(line, 1, 3, 9), RadialVariogram.of(line, 3, 1, 9))) {
            assertThat(variogram.rings()).extracting(Ring::terms).containsExactly(2, 1);
            assertThat(variogram.rings())
                    .extracting(ring -> ring.value().mean())
                    .containsExactly(1.25, 4.5);
        }
    }

    @Test
    void aFieldOnItsSideHasTheSameStatistics() {
        double[] upright = noise(1).rows(0, 1).toDoubles();
        double[] turned = new double[CELLS];
        for (int i = 0; i < CELLS; i++) {
            turned[i % COLUMNS * ROWS + i / COLUMNS] = upright[i];
        }
        HostArray field = HostArray.wrap(Shape.of(1, CELLS), upright);
        HostArray onItsSide = HostArray.wrap(Shape.of(1, CELLS), turned);

        assertSame(
                RadialSpectrum.of(field, ROWS, COLUMNS).rings(),
                RadialSpectrum.of(onItsSide, COLUMNS, ROWS).rings());
        assertSame(
                RadialVariogram.of(field, ROWS, COLUMNS, 20).rings(),
                RadialVariogram.of(onItsSide, COLUMNS, ROWS, 20).rings());
    }

    private static void assertSame(List<Ring> rings, List<Ring> others) {
        assertThat(others).hasSameSizeAs(rings);
        for (int i = 0; i < rings.size(); i++) {
            assertThat(others.get(i).terms()).isEqualTo(rings.get(i).terms());
            assertThat(others.get(i).radius()).isCloseTo(rings.get(i).radius(), within(1e-12));
            assertThat(others.get(i).value().mean())
                    .isCloseTo(rings.get(i).value().mean(), within(1e-10));
        }
    }

    @Test
    void wrongSizesAreRefused() {
        assertThatThrownBy(() -> RadialSpectrum.of(noise(1), ROWS, COLUMNS + 1)).hasMessageContaining("11 columns");
        assertThatThrownBy(() -> RadialVariogram.of(noise(1), ROWS, COLUMNS, 0)).hasMessageContaining("distance 0");
        assertThatThrownBy(() -> RadialSpectrum.of(HostArray.of(Shape.of(1, 2), 1, Double.NaN), 1, 2))
                .hasMessageContaining("finite");
    }
}
