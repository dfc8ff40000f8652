package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.inference.Hyperprior;
import org.pushforward.zoo.field.simulation.Normals;

/** Checks the distribution of simulated fields. */
class FieldSimulatorTest {
    private static final RandomKey KEY = RandomKey.of(17);
    /** Cells near each other and far apart. */
    private static final int[] CELLS = {0, 1, 33, 100, 300, 305, 500, 900, 1023};

    /**
     * The variance of a cell is E s^2 + nugget + that of the mean = 1, and that of the mean of a field lies between 0.26 and 1. With 2000
     * fields the error of the mean is below 0.023, and that of the mean square, with a kurtosis of 8 or less, below 0.06.
     */
    @Test
    void fieldsAreInStandardUnits() {
        double[] values =
                new FieldSimulator(new FieldPrior(), 8, 8).sample(2000, KEY).toDoubles();
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value / values.length;
            squares += value * value / values.length;
        }
        assertThat(sum).isCloseTo(0, within(0.1));
        assertThat(squares).isCloseTo(1, within(0.2));
    }

    @Test
    void fieldDependsOnItsNumberOnly() {
        FieldSimulator simulator = new FieldSimulator(new FieldPrior(), 6, 10);
        HostArray fields = simulator.sample(7, KEY);
        assertThat(new FieldSimulator(new FieldPrior(), 6, 10).sample(4, KEY)).isEqualTo(fields.rows(0, 4));
        for (int k = 0; k < 7; k++) {
            assertThat(simulator.field(k, KEY).values().toDoubles())
                    .isEqualTo(fields.rows(k, k + 1).toDoubles());
        }
    }

    /** A share of 0.3 of 400 has a standard error of 0.023. */
    @Test
    void shareOfTheFieldsIsLocal() {
        FieldPrior usual = new FieldPrior();
        FieldPrior prior = new FieldPrior(
                List.of(1.5),
                usual.range(),
                usual.rangeSpread(),
                usual.ratio(),
                usual.ratioSpread(),
                usual.deviation(),
                usual.deviationSpread(),
                usual.nugget(),
                usual.nuggetSpread(),
                usual.meanDeviation(),
                0.3,
                usual.localSpread());
        FieldSimulator simulator = new FieldSimulator(prior, 2, 2);
        List<SimulatedField> fields =
                IntStream.range(0, 400).mapToObj(k -> simulator.field(k, KEY)).toList();
        assertThat(fields.stream().filter(field -> !field.stationary()).count() / 400.0)
                .isCloseTo(0.3, within(0.1));
        for (SimulatedField field : fields.subList(0, 30)) {
            double first = field.covariance().variance(0, 0);
            double second = field.covariance().variance(1, 1);
            assertThat(first == second).isEqualTo(field.stationary());
        }
    }

    /**
     * Whitened by their own covariance, values have variance one: the sum over 200 fields of 9 cells is chi-square with 1800 degrees of
     * freedom and a standard deviation of 60.
     */
    @Test
    void fieldsHaveTheirCovariance() {
        FieldSimulator simulator = new FieldSimulator(new FieldPrior(), 32, 32);
        double sum = 0;
        for (int k = 0; k < 200; k++) {
            SimulatedField field = simulator.field(k, KEY);
            double[] left = new double[9];
            double[][] root = cholesky(field);
            for (int i = 0; i < 9; i++) {
                double value = field.values().get(CELLS[i] / 32, CELLS[i] % 32) - field.mean();
                for (int j = 0; j < i; j++) {
                    value -= root[i][j] * left[j];
                }
                left[i] = value / root[i][i];
                sum += left[i] * left[i];
            }
        }
        assertThat(sum).isCloseTo(1800, within(300.0));
    }

    private static double[][] cholesky(SimulatedField field) {
        double[][] root = new double[9][9];
        for (int i = 0; i < 9; i++) {
            for (int j = 0; j <= i; j++) {
                double rest = field.covariance().between(CELLS[i] % 32, CELLS[i] / 32, CELLS[j] % 32, CELLS[j] / 32);
                for (int k = 0; k < j; k++) {
                    rest -= root[i][k] * root[j][k];
                }
                root[i][j] = i == j ? Math.sqrt(rest) : rest / root[j][j];
            }
        }
        return root;
    }

    /** The correlation is 0.05 at the median of the range of the prior. */
    @Test
    void hyperpriorIsThatOfThePrior() {
        FieldPrior prior = new FieldPrior();
        for (double smoothness : prior.smoothness()) {
            Matern matern = new Matern(smoothness);
            Hyperprior hyperprior = prior.hyperprior(matern);
            assertThat(matern.at(prior.range() / hyperprior.median()[1])).isCloseTo(0.05, within(1e-6));
            assertThat(hyperprior.parameters())
                    .isEqualTo(FieldPrior.family(matern).parameters());
        }
    }

    /** The mean and variance over 3000 maps of a cell, with standard errors of 0.02 and 0.03; the correlation is exp(-1/2) at the range. */
    @Test
    void mapsAreSmoothAndStandard() {
        double mean = 0;
        double square = 0;
        double product = 0;
        for (int k = 0; k < 3000; k++) {
            double[] map = SmoothMap.of(Grid.of(1, 5), 4, FieldLatents.normals(KEY.fold(k), SmoothMap.SCORES));
            mean += map[0] / 3000;
            square += map[0] * map[0] / 3000;
            product += map[0] * map[4] / 3000;
        }
        assertThat(mean).isCloseTo(0, within(0.1));
        assertThat(square).isCloseTo(1, within(0.15));
        assertThat(product).isCloseTo(Math.exp(-0.5), within(0.15));
    }

    /** The same in the plane: over 3000 maps, the mean square of a cell beside the diagonal, and the correlation along it. */
    @Test
    void mapsAreIsotropic() {
        double square = 0;
        double down = 0;
        double diagonal = 0;
        for (int k = 0; k < 3000; k++) {
            double[] map = SmoothMap.of(Grid.of(4, 5), 4, FieldLatents.normals(KEY.fold(k), SmoothMap.SCORES));
            square += map[6] * map[6] / 3000;
            down += map[0] * map[15] / 3000;
            diagonal += map[0] * map[18] / 3000;
        }
        assertThat(square).isCloseTo(1, within(0.15));
        assertThat(down).isCloseTo(Math.exp(-9.0 / 32), within(0.15));
        assertThat(diagonal).isCloseTo(Math.exp(-18.0 / 32), within(0.15));
    }

    /** The map at cell (i, j) is sqrt(2/12) sum_k cos(100 z_k0 + (j z_k1 + i z_k2) / range) with normal numbers z. */
    @Test
    void mapsAreSumsOfWaves() {
        double[] z = new double[36];
        Normals.fill(KEY, z);
        double[] map = SmoothMap.of(Grid.of(3, 4), 2.5, FieldLatents.normals(KEY, SmoothMap.SCORES));
        for (int cell = 0; cell < 12; cell++) {
            double sum = 0;
            for (int k = 0; k < 36; k += 3) {
                sum += Math.cos(100 * z[k] + (cell % 4 * z[k + 1] + cell / 4 * z[k + 2]) / 2.5);
            }
            // Angles of some hundreds are rounded at 1e-14.
            assertThat(map[cell]).isCloseTo(Math.sqrt(1 / 6.0) * sum, within(1e-12));
        }
    }

    /** A field of nothing but the nugget is white noise: the sum of 4000 squares is chi-square, with a relative error of 0.022. */
    @Test
    void nuggetIsWhiteNoiseOfItsVariance() {
        FieldSimulator simulator = new FieldSimulator(with(CERTAIN, Map.of(4, 1e-6, 6, 4.0)), 8, 10);
        assertThat(simulator.grid()).isEqualTo(Grid.of(8, 10));
        double[] values = simulator.sample(50, KEY).toDoubles();
        double squares = Arrays.stream(values).map(value -> value * value).sum();
        assertThat(squares / values.length).isCloseTo(4, within(0.4));
        assertThat(simulator.field(0, KEY).covariance().variance(0, 0)).isCloseTo(4, within(1e-3));
    }

    /**
     * The correlation across the range is 0.05, along the rows of long grids and down their columns. The periodic grid changes it by less
     * than its correlation at the margin, 0.01.
     */
    @Test
    void correlationFallsToOneTwentiethAtTheRange() {
        for (double local : new double[] {0, 1}) {
            FieldPrior prior = with(CERTAIN, Map.of(0, 20.0, 4, 3.0, 9, local));
            SimulatedField wide = new FieldSimulator(prior, 2, 21).field(0, KEY);
            SimulatedField high = new FieldSimulator(prior, 21, 2).field(0, KEY);
            assertThat(wide.stationary()).isEqualTo(local == 0);
            assertThat(wide.correlation()).isEqualTo(new Matern(1.5));
            assertThat(wide.covariance().variance(3, 1)).isCloseTo(9, within(1e-3));
            assertThat(wide.covariance().between(0, 0, 20, 0) / 9).isCloseTo(0.05, within(0.01));
            assertThat(high.covariance().between(0, 0, 0, 20) / 9).isCloseTo(0.05, within(0.01));
        }
    }

    /**
     * The deviation of local fields is s = exp(a z - a^2) times that of stationary ones, with a smooth map z whose range is uniform between
     * half of the grid's longer side and all of it. Between the first and the last of 9 cells the correlation of z is the mean of exp(-(8/9)^2
     * / (2 r^2)) for r from 1/2 to 1, which is 0.476. With 600 fields the standard errors are below 0.06.
     */
    @Test
    void deviationOfLocalFieldsFollowsASmoothMap() {
        FieldPrior prior = with(CERTAIN, Map.of(4, 3.0, 9, 1.0, 10, 0.5));
        for (boolean wide : new boolean[] {true, false}) {
            FieldSimulator simulator = new FieldSimulator(prior, wide ? 1 : 9, wide ? 9 : 1);
            double mean = 0;
            double square = 0;
            double product = 0;
            for (int k = 0; k < 600; k++) {
                FieldCovariance covariance = simulator.field(k, KEY).covariance();
                double near = (0.5 * Math.log(covariance.variance(0, 0) / 9) + 0.25) / 0.5;
                double far = (0.5 * Math.log(covariance.variance(wide ? 8 : 0, wide ? 0 : 8) / 9) + 0.25) / 0.5;
                mean += near / 600;
                square += near * near / 600;
                product += near * far / 600;
            }
            assertThat(mean).isCloseTo(0, within(0.2));
            assertThat(square).isCloseTo(1, within(0.3));
            assertThat(product).isCloseTo(0.476, within(0.2));
        }
    }

    /** Neighbors at the ends of a local field are correlated by different amounts, of a stationary field by the same. */
    @Test
    void rangeOfLocalFieldsChanges() {
        for (double local : new double[] {0, 1}) {
            FieldSimulator simulator = new FieldSimulator(with(CERTAIN, Map.of(1, 1.0, 9, local)), 1, 20);
            for (int k = 0; k < 20; k++) {
                FieldCovariance covariance = simulator.field(k, KEY).covariance();
                double first = covariance.between(0, 0, 1, 0);
                double last = covariance.between(18, 0, 19, 0);
                assertThat(Math.abs(first - last) < 1e-9).isEqualTo(local == 0);
            }
        }
    }

    /** Range 8, isotropic, variance 1, no mean, no nugget: all certain, in the order of the components after the smoothness. */
    private static final double[] CERTAIN = {8, 1e-9, 1 - 1e-9, 1e-9, 1, 1e-9, 1e-9, 1e-9, 0, 0, 0};

    private static FieldPrior with(double[] components, Map<Integer, Double> changed) {
        double[] v = components.clone();
        changed.forEach((at, value) -> v[at] = value);
        return new FieldPrior(List.of(1.5), v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7], v[8], v[9], v[10]);
    }

    @ParameterizedTest
    @CsvSource({
        "0,range,0,1000,1001",
        "1,range-spread,0,3,Infinity",
        "2,ratio,0,0.5,1",
        "3,ratio-spread,0,3,Infinity",
        "4,deviation,0,3,Infinity",
        "5,deviation-spread,0,3,Infinity",
        "6,nugget,0,3,Infinity",
        "7,nugget-spread,0,3,Infinity",
        "8,mean-deviation,-1,0,Infinity",
        "9,local,-0.1,0,1.1",
        "9,local,-0.1,1,1.1",
        "10,local-spread,-0.1,0,3.1",
        "10,local-spread,-0.1,3,3.1"
    })
    void settingsOutOfRangeAreRefused(int at, String name, double below, double inside, double above) {
        assertThatCode(() -> with(CERTAIN, Map.of(at, inside))).doesNotThrowAnyException();
        for (double outside : new double[] {below, above}) {
            assertThatThrownBy(() -> with(CERTAIN, Map.of(at, outside)))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining(String.valueOf(outside));
        }
    }

    @Test
    void smoothnessOutOfRangeIsRefused() {
        for (List<Double> bad : List.of(List.<Double>of(), List.of(1.0, 0.0), List.of(10.5))) {
            assertThatThrownBy(() -> new FieldPrior(bad, 16, 0.75, 0.6, 1, 0.7, 0.3, 0.01, 1, 0.5, 0.5, 0.3))
                    .isInstanceOf(SettingException.class)
                    .hasMessageContaining("smoothness");
        }
        assertThatCode(() -> new FieldPrior(List.of(10.0), 16, 0.75, 0.6, 1, 0.7, 0.3, 0.01, 1, 0.5, 0.5, 0.3))
                .doesNotThrowAnyException();
    }
}
