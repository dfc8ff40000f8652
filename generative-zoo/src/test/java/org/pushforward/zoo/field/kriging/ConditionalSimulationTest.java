package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.simulation.CirculantEmbedding;

/** Compares the moments of conditional simulations with kriging. */
class ConditionalSimulationTest {
    private static final Grid GRID = Grid.of(6, 7);
    private static final StationaryCovariance COVARIANCE = Structure.of(new Matern(1.5), 2, 1.5);
    private static final Measurements ON_CELLS = Measurements.withNoise(
            Places.of(new double[] {0, 3, 6, 2}, new double[] {0, 4, 1, 5}),
            new double[] {1, -2, 3, 0.5},
            new double[] {0, 0.3, 0, 0.1});
    private static final Measurements BETWEEN = Measurements.withNoise(
            Places.of(new double[] {0.5, 3, 5.2, 2}, new double[] {0.1, 4, 1.4, 5}),
            new double[] {1, -2, 3, 0.5},
            new double[] {0, 0.3, 0, 0.1});
    private static final int FIELDS = 20_000;

    private record Case(String name, ConditionalSimulation sampler, Kriging kriging) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        Kriging onCells = Kriging.of(COVARIANCE, Trend.constant(), ON_CELLS);
        Kriging between = Kriging.of(COVARIANCE, Trend.polynomial(1), BETWEEN);
        Kriging simple = Kriging.of(COVARIANCE, Trend.known(5), BETWEEN);
        return Stream.of(
                new Case(
                        "on a grid",
                        ConditionalSimulation.of(
                                CirculantEmbedding.of(COVARIANCE, GRID), GRID.places(), ON_CELLS, onCells),
                        onCells),
                new Case(
                        "universal",
                        ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.polynomial(1), BETWEEN),
                        between),
                new Case(
                        "simple",
                        ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.known(5), BETWEEN),
                        simple));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void momentsMatchKriging(Case each) {
        NormalPrediction expected = each.kriging().predict(GRID.places());
        double[] values = each.sampler().sample(FIELDS, RandomKey.of(1)).toDoubles();
        int n = GRID.cells();
        for (int i = 0; i < n; i++) {
            double sum = 0;
            double squares = 0;
            for (int k = 0; k < FIELDS; k++) {
                double off = values[k * n + i] - expected.mean()[i];
                sum += off;
                squares += off * off;
            }
            double variance = expected.variance()[i];
            // 3 x 84 statistics: the largest is below 4.5 standard errors with probability .998.
            assertThat(sum / FIELDS).isCloseTo(0, within(4.5 * Math.sqrt(variance / FIELDS) + 1e-7));
            assertThat(squares / FIELDS).isCloseTo(variance, within(4.5 * variance * Math.sqrt(2.0 / FIELDS) + 1e-9));
        }
    }

    @Test
    void exactGaugesAreHonored() {
        double[] field = ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.constant(), ON_CELLS)
                .sample(1, RandomKey.of(2))
                .toDoubles();
        assertThat(field[0]).isCloseTo(1, within(1e-9));
        assertThat(field[13]).isCloseTo(3, within(1e-9));
    }

    @Test
    void fieldDependsOnlyOnItsNumber() {
        ConditionalSimulation sampler = ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.constant(), BETWEEN);
        double[] few = sampler.sample(130, RandomKey.of(3)).toDoubles();
        double[] more = sampler.sample(300, RandomKey.of(3)).toDoubles();
        assertThat(Arrays.copyOf(more, few.length)).isEqualTo(few);
    }

    @Test
    void gaugesBetweenCellsAreRefused() {
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), BETWEEN);
        assertThatThrownBy(() -> ConditionalSimulation.of(
                        CirculantEmbedding.of(COVARIANCE, GRID), GRID.places(), BETWEEN, kriging))
                .hasMessageContaining("gauge at (0.5, 0.1) is at none of the 42 places");
    }
}
