package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.simulation.CirculantEmbedding;
import org.pushforward.zoo.field.simulation.FieldSampler;

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

    @Test
    void momentsOnAGridMatchKriging() {
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), ON_CELLS);
        ConditionalSimulation sampler =
                ConditionalSimulation.of(CirculantEmbedding.of(COVARIANCE, GRID), GRID.places(), ON_CELLS, kriging);
        assertThat(sampler.shape()).isEqualTo(GRID.shape());
        compare(sampler, kriging);
    }

    @Test
    void momentsMatchUniversalKriging() {
        ConditionalSimulation sampler =
                ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.polynomial(1), BETWEEN);
        assertThat(sampler.shape()).isEqualTo(Shape.of(GRID.cells()));
        compare(sampler, Kriging.of(COVARIANCE, Trend.polynomial(1), BETWEEN));
    }

    @Test
    void momentsMatchSimpleKriging() {
        compare(
                ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.known(5), BETWEEN),
                Kriging.of(COVARIANCE, Trend.known(5), BETWEEN));
    }

    private static void compare(ConditionalSimulation sampler, Kriging kriging) {
        NormalPrediction expected = kriging.predict(GRID.places());
        double[] values = sampler.sample(FIELDS, RandomKey.of(1)).toDoubles();
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

    /** The prior is drawn at the key of the batch, and the residual is moved by the weights of kriging; both ways round differently. */
    @Test
    void fieldsAreThePriorMovedByTheWeightsOfKriging() {
        FieldSampler prior = CirculantEmbedding.of(COVARIANCE, GRID);
        for (Trend trend : List.of(Trend.known(5), Trend.polynomial(1))) {
            Measurements exact = Measurements.of(ON_CELLS.places(), ON_CELLS.values());
            Kriging kriging = Kriging.of(COVARIANCE, trend, exact);
            double[] field = ConditionalSimulation.of(prior, GRID.places(), exact, kriging)
                    .sample(1, RandomKey.of(4))
                    .toDoubles();
            double[] z = prior.sample(1, RandomKey.of(4).fold(0)).toDoubles();
            int[] cells = {0, 31, 13, 37};
            DMatrixRMaj weights = kriging.weights(GRID.places());
            double[] mean = kriging.mean(GRID.places());
            for (int i = 0; i < GRID.cells(); i++) {
                double expected = mean[i] + z[i];
                for (int j = 0; j < 4; j++) {
                    expected -= weights.get(i, j) * z[cells[j]];
                }
                assertThat(field[i]).isCloseTo(expected, within(1e-11));
            }
        }
    }

    /** The weights of 200 gauges at 256 x 256 cells would take 105 MB. */
    @Test
    void largeMapsTakeLittleMemory() {
        Grid map = Grid.of(256, 256);
        Structure rough = Structure.of(new Exponential(), 2, 5);
        Measurements gauges = Measurements.of(
                map.places().select(Arrays.copyOf(RandomKey.of(5).permutation(map.cells()), 200)),
                RandomKey.of(6).normal(Shape.of(200)).toDoubles());
        Kriging kriging = Kriging.of(rough, Trend.constant(), gauges);
        FieldSampler prior = CirculantEmbedding.of(rough, map);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        ConditionalSimulation sampler = ConditionalSimulation.of(prior, map.places(), gauges, kriging);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
        double[] field = sampler.sample(1, RandomKey.of(7)).toDoubles();
        for (int i = 0; i < gauges.count(); i++) {
            int cell = 256 * (int) gauges.places().y(i) + (int) gauges.places().x(i);
            assertThat(field[cell]).isCloseTo(gauges.value(i), within(1e-9));
        }
    }

    @Test
    void fieldDependsOnlyOnItsNumber() {
        ConditionalSimulation sampler = ConditionalSimulation.at(GRID.places(), COVARIANCE, Trend.constant(), BETWEEN);
        double[] few = sampler.sample(130, RandomKey.of(3)).toDoubles();
        double[] more = sampler.sample(300, RandomKey.of(3)).toDoubles();
        assertThat(Arrays.copyOf(more, few.length)).isEqualTo(few);
        double[] lessThanTwoBatches = sampler.sample(127, RandomKey.of(3)).toDoubles();
        assertThat(Arrays.copyOf(more, lessThanTwoBatches.length)).isEqualTo(lessThanTwoBatches);
    }

    @Test
    void gaugesBetweenCellsAreRefused() {
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), BETWEEN);
        assertThatThrownBy(() -> ConditionalSimulation.of(
                        CirculantEmbedding.of(COVARIANCE, GRID), GRID.places(), BETWEEN, kriging))
                .hasMessageContaining("gauge at (0.5, 0.1) is at none of the 42 places");
    }
}
