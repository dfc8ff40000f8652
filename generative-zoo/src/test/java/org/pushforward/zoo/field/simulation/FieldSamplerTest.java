package org.pushforward.zoo.field.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.covariance.Structure;

/** Compares the moments of simulated fields with the covariance. */
class FieldSamplerTest {
    private static final Grid GRID = new Grid(12, 9, 3, 8, 0.5, -0.75);
    private static final int FIELDS = 20_000;

    private final List<FieldSampler> samplers =
            List.of(CirculantEmbedding.of(covariance(), GRID), PointSampler.of(covariance(), GRID.places()));

    private static StationaryCovariance covariance() {
        return new Structure(new Matern(1.5), 2, new Ellipse(1, 0.5, 30)).plus(new Nugget(0.25));
    }

    @Test
    void momentsMatchTheCovariance() {
        samplers.forEach(FieldSamplerTest::compare);
    }

    private static void compare(FieldSampler sampler) {
        HostArray fields = sampler.sample(FIELDS, RandomKey.of(11));
        double[] values = fields.toDoubles();
        int cells = GRID.cells();
        Places places = GRID.places();
        // The product of two normal numbers has variance c_ii c_jj + c_ij^2. The largest of 108 x 6 statistics is below
        // 4.5 standard errors with probability .995.
        for (int i = 0; i < cells; i++) {
            for (int j : new int[] {0, 1, 9, 10, 50, 107}) {
                double sum = 0;
                for (int k = 0; k < FIELDS; k++) {
                    sum += values[k * cells + i] * values[k * cells + j];
                }
                double expected = covariance().between(places.x(i), places.y(i), places.x(j), places.y(j));
                double error = Math.sqrt((2.25 * 2.25 + expected * expected) / FIELDS);
                assertThat(sum / FIELDS).as("cells %s and %s", i, j).isCloseTo(expected, within(4.5 * error));
            }
        }
    }

    @Test
    void fieldDependsOnlyOnItsNumber() {
        for (FieldSampler sampler : samplers) {
            double[] many = sampler.sample(70, RandomKey.of(1)).toDoubles();
            for (int count : new int[] {0, 1, 3, 63, 64, 65}) {
                double[] few = sampler.sample(count, RandomKey.of(1)).toDoubles();
                assertThat(few).hasSize(count * GRID.cells()).isEqualTo(Arrays.copyOf(many, few.length));
            }
            assertThat(sampler.sample(70, RandomKey.of(2)).toDoubles()).isNotEqualTo(many);
        }
    }

    @Test
    void theTwoFieldsOfATransformAreIndependent() {
        double[] values = CirculantEmbedding.of(covariance(), GRID)
                .sample(FIELDS, RandomKey.of(12))
                .toDoubles();
        int cells = GRID.cells();
        double sum = 0;
        for (int k = 0; k < FIELDS; k += 2) {
            sum += values[k * cells + 40] * values[(k + 1) * cells + 40];
        }
        assertThat(sum / (FIELDS / 2)).isCloseTo(0, within(4 * 2.25 / Math.sqrt(FIELDS / 2.0)));
    }

    /** The smallest numbers without prime factors above 5. */
    @Test
    void lengthsHaveSmallPrimeFactorsOnly() {
        long[][] lengths = {{1, 1}, {2, 2}, {7, 8}, {11, 12}, {13, 15}, {31, 32}, {49, 50}, {61, 64}, {241, 243}};
        for (long[] each : lengths) {
            assertThat(CirculantEmbedding.smooth(each[0])).isEqualTo(each[1]);
        }
        assertThat(CirculantEmbedding.of(covariance(), GRID).embedding()).isEqualTo(Shape.of(24, 16));
        assertThat(CirculantEmbedding.of(new Nugget(1), Grid.of(1, 1)).embedding())
                .isEqualTo(Shape.of(2, 2));
    }

    /**
     * The sum of covariance times cosine over all offsets of the periodic grid. At half a period, both directions count half: there the
     * slanted covariance differs between them.
     */
    @Test
    void eigenvaluesAreTheSumOfCosines() {
        StationaryCovariance slanted = new Structure(new Exponential(), 2, new Ellipse(3, 0.4, 30));
        for (int[] size : new int[][] {{6, 4}, {5, 8}, {3, 5}, {2, 2}}) {
            int rows = size[0];
            int columns = size[1];
            double[] values = CirculantEmbedding.eigenvalues(slanted, GRID, rows, columns);
            for (int k = 0; k < rows * columns; k++) {
                double sum = 0;
                for (int i = -rows; i <= rows; i++) {
                    for (int j = -columns; j <= columns; j++) {
                        double share = share(i, rows) * share(j, columns);
                        // Half a period away along both axes, an offset and its opposite are averaged.
                        double angle = 2
                                * Math.PI
                                * ((double) (k / columns) * i / rows + (double) (k % columns) * j / columns);
                        sum += share * slanted.at(0.5 * j, -0.75 * i) * Math.cos(angle);
                    }
                }
                assertThat(values[k]).as("%s of %s x %s", k, rows, columns).isCloseTo(sum, within(1e-12));
            }
        }
    }

    private static double share(int offset, int length) {
        return 2 * Math.abs(offset) == length ? 0.5 : 2 * Math.abs(offset) < length ? 1 : 0;
    }

    /**
     * More than 65,536 cells of the periodic grid take another path. 8 fields of 22,500 cells with an exponential correlation of range 1
     * are worth 8 x 3,581 independent numbers or more: sum of rho^2 over all offsets is 2 pi / 4 or less.
     */
    @Test
    void largeGridsHaveTheCovarianceToo() {
        Grid large = Grid.of(150, 150);
        CirculantEmbedding sampler = CirculantEmbedding.of(Structure.of(new Exponential(), 2, 1), large);
        double[] values = sampler.sample(9, RandomKey.of(5)).toDoubles();
        int cells = large.cells();
        int[] shifts = {0, 1, 150, 2 * 150 + 1};
        double[] distances = {0, 1, 1, Math.sqrt(5)};
        for (int k = 0; k < shifts.length; k++) {
            double sum = 0;
            int count = 0;
            for (int field = 0; field < 9; field++) {
                for (int cell = 0; cell < cells - 301; cell++) {
                    if (cell % 150 < 149) {
                        sum += values[field * cells + cell] * values[field * cells + cell + shifts[k]];
                        count++;
                    }
                }
            }
            // Five standard errors of a product of normal numbers with variance 2, at most 2 sqrt 2.
            assertThat(sum / count)
                    .isCloseTo(2 * Math.exp(-distances[k]), within(5 * 2 * Math.sqrt(2) / Math.sqrt(9 * 3581)));
        }
        double[] first = Arrays.copyOf(values, 2 * cells);
        assertThat(sampler.sample(2, RandomKey.of(5)).toDoubles()).isEqualTo(first);
        double product = 0;
        for (int cell = 0; cell < cells; cell++) {
            product += first[cell] * first[cells + cell];
        }
        assertThat(product / cells).isCloseTo(0, within(5 * 2 / Math.sqrt(3581)));
    }

    @Test
    void samplersKnowTheirShape() {
        assertThat(samplers.get(0).shape()).isEqualTo(Shape.of(12, 9));
        assertThat(samplers.get(1).shape()).isEqualTo(Shape.of(108));
        for (FieldSampler sampler : samplers) {
            assertThatThrownBy(() -> sampler.sample(-1, RandomKey.of(1))).hasMessageContaining("-1 fields");
        }
        assertThat(samplers.get(0).sample(2, RandomKey.of(1)).shape()).isEqualTo(Shape.of(2, 12, 9));
        assertThat(samplers.get(1).sample(2, RandomKey.of(1)).shape()).isEqualTo(Shape.of(2, 108));
    }

    @Test
    void longRangesNeedLargerPeriodicGrids() {
        CirculantEmbedding sampler =
                CirculantEmbedding.of(Structure.of(new SquaredExponential(), 1, 12), Grid.of(16, 16));
        assertThat(sampler.embedding().dim(0)).isGreaterThan(30);
    }

    /**
     * Periodic grids of 10 columns have 18, 27 and then 40.5 or more, which is 45 without large prime factors. At half a period, the
     * covariance is exp(-(9/4)^2) and exp(-(13/4)^2), far above the rounding errors that may be negative, and then exp(-(22/4)^2) = 7e-14.
     */
    @Test
    void periodicGridsGrowByHalf() {
        assertThat(CirculantEmbedding.of(Structure.of(new SquaredExponential(), 1, 4), Grid.of(1, 10))
                        .embedding())
                .isEqualTo(Shape.of(2, 45));
    }

    /**
     * On a periodic grid of 2 x 4 cells, a covariance that depends on the columns only has the eigenvalues 2 (c_0 + 2 c_1 cos(pi q / 2) + c_2
     * cos(pi q)) for the waves q = 0 to 3, and 0 for waves down the rows. With c = (1, 1/2, -7/8), the least is 2 (1 - 1 - 7/8), at q = 2.
     * The next grid has 2 x 6 cells.
     */
    @Test
    void negativeEigenvaluesAreRefusedOnTheLargestGrid() {
        double[] c = {1, 0.5, -0.875};
        StationaryCovariance none = (dx, dy) -> Math.abs(dx) < 3 ? c[(int) Math.abs(dx)] : 0;
        assertThatThrownBy(() -> CirculantEmbedding.of(none, Grid.of(1, 3), 8))
                .isInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("eigenvalue -1.75 ");
        assertThatThrownBy(() -> CirculantEmbedding.of(none, Grid.of(1, 3), 7))
                .isNotInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("8 cells, expected 7 or fewer");
    }

    /** At one place, field k is the standard deviation times the first normal number of key k, in parts of 64 fields. */
    @Test
    void eachFieldAtPointsHasAKeyOfItsOwn() {
        RandomKey key = RandomKey.of(12);
        double[] values = PointSampler.of(
                        Structure.of(new Exponential(), 4, 1), Places.of(new double[1], new double[1]))
                .sample(130, key)
                .toDoubles();
        for (int k = 0; k < 130; k++) {
            double[] white = new double[1];
            Normals.fill(key.fold(k), white);
            assertThat(values[k]).isCloseTo(2 * white[0], within(1e-14));
        }
    }

    @Test
    void allNumbersThatAnArrayHoldsAreDrawn() {
        int most = Integer.MAX_VALUE - 8;
        assertThat(Normals.length(1, Shape.of(most))).isEqualTo(most);
        assertThatThrownBy(() -> Normals.length(1, Shape.of(most + 1))).hasMessageContaining("2147483640 numbers");
    }

    @Test
    void gridsMayHaveOneRow() {
        CirculantEmbedding line = CirculantEmbedding.of(Structure.of(new Exponential(), 1, 3), Grid.of(1, 50));
        double[] values = line.sample(4000, RandomKey.of(3)).toDoubles();
        double sum = 0;
        for (int k = 0; k < 4000; k++) {
            sum += values[k * 50] * values[k * 50 + 3];
        }
        assertThat(sum / 4000).isCloseTo(Math.exp(-1), within(4.5 * Math.sqrt((1 + Math.exp(-2)) / 4000)));
    }

    @Test
    void domainsLargerThanMemoryAreRefused() {
        Structure covariance = Structure.of(new Exponential(), 1, 3);
        assertThatThrownBy(() -> CirculantEmbedding.of(covariance, Grid.of(20_000, 20_000)))
                .hasMessageContaining("1600000000 cells, expected 33554432 or fewer");
        assertThatThrownBy(() ->
                        CirculantEmbedding.of(covariance, Grid.of(100, 100)).sample(1_000_000, RandomKey.of(1)))
                .hasMessageContaining("1000000 fields")
                .hasMessageContaining("10000000000 numbers");
    }
}
