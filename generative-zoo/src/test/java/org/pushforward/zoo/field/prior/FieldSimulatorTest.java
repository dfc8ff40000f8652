package org.pushforward.zoo.field.prior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.inference.Hyperprior;

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
            double[] map = SmoothMap.draw(Grid.of(1, 5), 4, KEY.fold(k));
            mean += map[0] / 3000;
            square += map[0] * map[0] / 3000;
            product += map[0] * map[4] / 3000;
        }
        assertThat(mean).isCloseTo(0, within(0.1));
        assertThat(square).isCloseTo(1, within(0.15));
        assertThat(product).isCloseTo(Math.exp(-0.5), within(0.15));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new FieldPrior(List.of(), 16, 0.75, 0.6, 1, 0.7, 0.3, 0.01, 1, 0.5, 0.5, 0.3))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("smoothness");
        assertThatThrownBy(() -> new FieldPrior(List.of(1.0), 16, 0.75, 1, 1, 0.7, 0.3, 0.01, 1, 0.5, 0.5, 0.3))
                .hasMessageContaining("ratio");
    }
}
