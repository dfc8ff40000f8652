package org.pushforward.zoo.field.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Ellipse;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.Structure;

/** Compares fields by process convolution with the covariance that their kernels imply. */
class LocalConvolutionTest {
    private static final RandomKey KEY = RandomKey.of(41);
    private static final Grid GRID = new Grid(7, 9, 100, -20, 0.8, -0.5);
    private static final double NARROW = 4;
    private static final double WIDE = 9;
    /** The variance of the wide part; that of the narrow one is 1. */
    private static final double VARIANCE = 4;

    private static double[] map(int cells, double from, double to) {
        double[] values = new double[cells];
        Arrays.setAll(values, cell -> from + (to - from) * cell / (cells - 1));
        return values;
    }

    private static LocalConvolution local() {
        return local(150);
    }

    private static LocalConvolution local(int margin) {
        Structure narrow = Structure.of(new SquaredExponential(), 1, NARROW);
        Structure wide = Structure.of(new SquaredExponential(), VARIANCE, WIDE);
        return LocalConvolution.of(
                List.of(
                        new LocalConvolution.WeightedCovariance(narrow, map(GRID.cells(), 1, 0)),
                        new LocalConvolution.WeightedCovariance(wide, map(GRID.cells(), 0.2, 1))),
                map(GRID.cells(), 0.5, 3),
                GRID,
                margin);
    }

    /**
     * The roots of exp(-d^2 / a^2) and exp(-d^2 / b^2) in the plane are normal densities, and their convolution is 2ab / (a^2 + b^2)
     * exp(-2 d^2 / (a^2 + b^2)).
     */
    private static double cross(double a, double b, double dx, double dy) {
        double sum = a * a + b * b;
        return 2 * a * b / sum * Math.exp(-2 * (dx * dx + dy * dy) / sum);
    }

    private static double expected(int first, int second) {
        double dx = 0.8 * (second % 9 - first % 9);
        double dy = -0.5 * (second / 9 - first / 9);
        double[][] weights = {map(GRID.cells(), 1, 0), map(GRID.cells(), 0.2, 1)};
        double[] ranges = {NARROW, WIDE};
        double[] deviations = {1, Math.sqrt(VARIANCE)};
        double product = 0;
        double here = 0;
        double there = 0;
        for (int j = 0; j < 2; j++) {
            for (int k = 0; k < 2; k++) {
                double scale = deviations[j] * deviations[k];
                product += scale * weights[j][first] * weights[k][second] * cross(ranges[j], ranges[k], dx, dy);
                here += scale * weights[j][first] * weights[k][first] * cross(ranges[j], ranges[k], 0, 0);
                there += scale * weights[j][second] * weights[k][second] * cross(ranges[j], ranges[k], 0, 0);
            }
        }
        double[] deviation = map(GRID.cells(), 0.5, 3);
        return deviation[first] * deviation[second] * product / Math.sqrt(here * there);
    }

    /**
     * The waves that are too short for the grid are negligible. Eigenvalues have rounding errors of 1e-16 times the largest, which is some
     * hundreds here. Their roots are a few 1e-7, and most of them cancel.
     */
    @Test
    void covarianceIsThatOfTheKernels() {
        FieldCovariance covariance = local().covariance();
        double[] x = new double[GRID.cells()];
        double[] y = new double[GRID.cells()];
        for (int cell = 0; cell < x.length; cell++) {
            x[cell] = GRID.x0() + cell % 9 * GRID.dx();
            y[cell] = GRID.y0() + cell / 9 * GRID.dy();
        }
        for (int first = 0; first < x.length; first += 5) {
            for (int second = 0; second < x.length; second++) {
                assertThat(covariance.between(x[first], y[first], x[second], y[second]))
                        .as("cells %s and %s", first, second)
                        .isCloseTo(expected(first, second), within(1e-6));
            }
        }
    }

    @Test
    void covarianceIsThatOfCentersOnly() {
        FieldCovariance covariance = local().covariance();
        double[][] outside = {
            {100.2, -20},
            {100.6, -20},
            {100, -20.1},
            {100, -20.4},
            {99.2, -20},
            {107.2, -20},
            {100, -19.5},
            {100, -23.5}
        };
        for (double[] place : outside) {
            assertThatThrownBy(() -> covariance.between(place[0], place[1], 100, -20))
                    .hasMessageContaining("(" + place[0] + ", " + place[1] + ")");
        }
        // In another unit, with columns from east to west.
        Grid small = new Grid(2, 3, 0, 0, -1e-4, 1e-4);
        Structure structure = Structure.of(new Matern(1.5), 2, 3e-4);
        FieldCovariance fine = LocalConvolution.of(structure, small, 120).covariance();
        assertThat(fine.between(-2e-4, 1e-4, 0, 0)).isCloseTo(structure.at(2e-4, 1e-4), within(1e-9));
        double[][] between = {{-0.3e-4, 0}, {-0.7e-4, 0}, {0, 0.3e-4}, {0, 0.7e-4}};
        for (double[] place : between) {
            assertThatThrownBy(() -> fine.between(place[0], place[1], 0, 0))
                    .hasMessageContaining("expected the center of a cell");
        }
    }

    /** The periodic grid is wide enough for an exact embedding, so only rounding errors remain. */
    @Test
    void constantKernelsGiveTheStationaryCovariance() {
        Structure structure = new Structure(new Matern(1.5), 2.5, new Ellipse(3, 0.5, 30));
        FieldCovariance covariance = LocalConvolution.of(structure, GRID, 120).covariance();
        for (int cell = 0; cell < GRID.cells(); cell++) {
            double x = GRID.x0() + cell % 9 * GRID.dx();
            double y = GRID.y0() + cell / 9 * GRID.dy();
            assertThat(covariance.between(104, -22, x, y)).isCloseTo(structure.between(104, -22, x, y), within(1e-9));
        }
        Structure half = new Structure(structure.correlation(), 0.7, structure.range());
        double[] weights = map(GRID.cells(), 0.3, 0.9);
        double[] deviation = new double[GRID.cells()];
        Arrays.fill(deviation, Math.sqrt(2.5));
        FieldCovariance twice = LocalConvolution.of(
                        List.of(
                                new LocalConvolution.WeightedCovariance(half, weights),
                                new LocalConvolution.WeightedCovariance(structure, weights)),
                        deviation,
                        GRID,
                        120)
                .covariance();
        assertThat(twice.between(104, -22, 105.6, -21)).isCloseTo(structure.at(1.6, 1), within(1e-9));
    }

    /**
     * Five standard errors: those of a covariance are at most s(a) s(b) sqrt(2 / n). A smaller margin changes it by less than a tenth of
     * that.
     */
    @Test
    void fieldsHaveTheirCovariance() {
        int count = 4000;
        HostArray fields = local(41).sample(count, KEY);
        int[][] pairs = {{0, 0}, {0, 1}, {0, 9}, {20, 31}, {62, 62}, {62, 40}, {10, 55}};
        for (int[] pair : pairs) {
            double sum = 0;
            for (int k = 0; k < count; k++) {
                sum += fields.get(k * GRID.cells() + pair[0]) * fields.get(k * GRID.cells() + pair[1]) / count;
            }
            double scale = Math.sqrt(expected(pair[0], pair[0]) * expected(pair[1], pair[1]));
            assertThat(sum)
                    .as("cells %s", Arrays.toString(pair))
                    .isCloseTo(expected(pair[0], pair[1]), within(5 * scale * Math.sqrt(2.0 / count)));
        }
    }

    @Test
    void fieldDependsOnItsNumberOnly() {
        HostArray three = local().sample(3, KEY);
        assertThat(local().sample(5, KEY).rows(0, 3)).isEqualTo(three);
        assertThat(three.rows(0, 1)).isNotEqualTo(three.rows(1, 2));
    }

    /** The mean square of 62,500 cells with few dependent neighbors: the variance is 4, and three percent are five standard errors. */
    @Test
    void largeGridsTakeNoDenseAlgebra() {
        Grid large = Grid.of(250, 250);
        Structure structure = Structure.of(new Matern(0.5), 4, 1);
        double[] field =
                LocalConvolution.of(structure, large, 20).sample(1, KEY).toDoubles();
        double square =
                Arrays.stream(field).map(value -> value * value).average().orElseThrow();
        assertThat(square).isCloseTo(4, within(0.15));
    }

    @Test
    void mapsOutOfRangeAreRefused() {
        Structure structure = Structure.of(new Matern(0.5), 1, 1);
        double[] ones = map(GRID.cells(), 1, 1);
        double[] zeros = new double[GRID.cells()];
        assertThatThrownBy(() -> LocalConvolution.of(List.of(), ones, GRID, 9)).hasMessageContaining("0 parts");
        LocalConvolution.WeightedCovariance part = new LocalConvolution.WeightedCovariance(structure, ones);
        assertThatThrownBy(() -> LocalConvolution.of(List.of(part), new double[3], GRID, 9))
                .hasMessageContaining("standard deviation of 3 cells");
        assertThatThrownBy(() -> LocalConvolution.of(List.of(part), map(GRID.cells(), -1, 1), GRID, 9))
                .hasMessageContaining("cell 0 = -1.0");
        double[] infinite = ones.clone();
        infinite[4] = Double.POSITIVE_INFINITY;
        assertThatThrownBy(() -> LocalConvolution.of(List.of(part), infinite, GRID, 9))
                .hasMessageContaining("cell 4 = Infinity");
        LocalConvolution.WeightedCovariance none = new LocalConvolution.WeightedCovariance(structure, zeros);
        assertThatThrownBy(() -> LocalConvolution.of(List.of(none), ones, GRID, 9))
                .hasMessageContaining("weights of cell 0 are all 0");
        assertThatThrownBy(() -> LocalConvolution.of(
                        List.of(new LocalConvolution.WeightedCovariance(structure, new double[3])), ones, GRID, 9))
                .hasMessageContaining("weight of part 0 of 3 cells");
        assertThatThrownBy(() -> LocalConvolution.of(structure, GRID, -1)).hasMessageContaining("margin of -1 cells");
        assertThat(LocalConvolution.of(structure, GRID, 0).shape()).isEqualTo(GRID.shape());
        // 2^20 rows and columns.
        assertThatThrownBy(() -> LocalConvolution.of(structure, Grid.of(6, 6), (1 << 20) - 6))
                .hasMessageContaining("periodic grid has 1099511627776 cells");
    }
}
