package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.SimulatedCase;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Measurements;

class NeighborhoodKrigingTest {
    private static final int DRAWS = 500;
    private static final Structure COVARIANCE = Structure.of(new Exponential(), 4, 2);

    /** With all gauges in each neighborhood, this is kriging, and so are the draws. */
    @Test
    void neighborhoodsOfAllGaugesAreKriging() {
        Grid grid = Grid.of(4, 5);
        double[] noise = {0, 0.5, 0, 1, 0};
        GaugedField field = new GaugedField(
                grid,
                Measurements.withNoise(grid.places().select(0, 3, 8, 14, 16), new double[] {1, 3, 2, -1, 0}, noise),
                FieldUnits.plain(),
                new FieldScale(0, 2),
                Optional.empty());
        FieldForecast exact = KnownKriging.forecast(field, COVARIANCE, Trend.constant(), 2, RandomKey.of(1));
        FieldForecast forecast =
                new NeighborhoodKriging(COVARIANCE, 5).forecast(field, DRAWS, RandomKey.of(1), new Cancellation());
        assertThat(forecast.cells().mean()).containsExactly(exact.cells().mean(), within(1e-9));
        assertThat(forecast.cells().variance()).containsExactly(exact.cells().variance(), within(1e-9));
        for (int i = 0; i < grid.cells(); i++) {
            int cell = i;
            double[] own = new double[DRAWS];
            Arrays.setAll(own, k -> forecast.draws().get(k * grid.cells() + cell));
            double deviation = exact.cells().deviation()[i];
            // 4.5 standard errors of 500 draws, since there are 40 comparisons.
            assertThat(Estimate.of(own).mean())
                    .isCloseTo(exact.cells().mean()[i], within(4.5 * deviation / Math.sqrt(DRAWS) + 1e-9));
            assertThat(Estimate.of(own).standardDeviation())
                    .isCloseTo(deviation, within(4.5 * deviation / Math.sqrt(2.0 * DRAWS) + 1e-6));
        }
    }

    /** Kriging from all gauges with the true covariance scores as well as any method can. */
    @Test
    void moreGaugesThanOneSystemCanHaveAreNearlyAsGood() {
        SimulatedCase simulated =
                SimulatedCase.of(new GaugeData.Simulated(44, 1_100, true, 0, 1, 0, "value", ""), RandomKey.of(4));
        FittedKrigingPosterior method = new FittedKrigingPosterior(
                "kriging",
                new CovarianceSettings(CovarianceSettings.CorrelationKind.EXPONENTIAL, Optional.empty(), false, true));
        assertThat(method.obstacle(simulated.field())).isEmpty();
        FieldForecast forecast = method.given(simulated.field(), 20, RandomKey.of(1), new Cancellation());
        assertThat(forecast.notes())
                .singleElement()
                .asString()
                .contains("there are 1,100 gauges")
                .contains("fitted to 500 of them")
                .contains("nearest 64 gauges");
        double best = simulated
                .scores(new KnownKriging("true").given(simulated.field(), 2, RandomKey.of(1), new Cancellation()))
                .rankedProbability();
        // An exponential correlation instead of the true one costs 3 %.
        assertThat(simulated.scores(forecast).rankedProbability()).isLessThan(1.1 * best);
        FieldForecast drawn = FieldForecast.of(forecast.draws(), forecast.notes());
        assertThat(simulated.scores(drawn).rankedProbability()).isLessThan(1.1 * best);
        assertThat(new FullBayesPosterior(new MethodSettings.FullBayes(), new CovarianceSettings())
                        .obstacle(simulated.field()))
                .hasValueSatisfying(why -> assertThat(why).contains("kriging with fitted parameters takes more"));
    }
}
