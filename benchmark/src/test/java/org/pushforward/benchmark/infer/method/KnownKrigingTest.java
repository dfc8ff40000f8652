package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.transform.Logarithm;

class KnownKrigingTest {
    private static final KnownKriging METHOD = new KnownKriging("kriging");

    private static FieldForecast forecast(FieldUnits units, int draws) {
        GaugedField field = GaugesForTests.one(13, units, GaugesForTests.exponential());
        return METHOD.given(field, draws, RandomKey.of(1), new Cancellation());
    }

    /** Given z(0) = 13, z(d) is normal with mean 10 + 3 r and variance 4 (1 - r^2) for r = exp(-d / 2). */
    @Test
    void oneGaugeGivesTheConditionalDistributionInClosedForm() {
        FieldForecast forecast = forecast(FieldUnits.plain(), 4000);
        double[] draws = forecast.draws().toDoubles();
        for (int d = 0; d < 5; d++) {
            double r = Math.exp(-d / 2.0);
            double variance = 4 * (1 - r * r);
            assertThat(forecast.cells().mean()[d]).isCloseTo(10 + 3 * r, within(1e-12));
            assertThat(forecast.cells().variance()[d]).isCloseTo(variance, within(1e-12));
            double[] own = new double[4000];
            for (int k = 0; k < own.length; k++) {
                own[k] = draws[k * 5 + d];
            }
            // Four standard errors of the mean and of the standard deviation of 4,000 draws.
            double error = 4 * Math.sqrt(variance / own.length) + 1e-9;
            assertThat(Estimate.of(own).mean()).isCloseTo(10 + 3 * r, within(error));
            assertThat(Estimate.of(own).standardDeviation()).isCloseTo(Math.sqrt(variance), within(error));
        }
    }

    /** For log z normal with mean m and variance v, the mean of z is exp(m + v / 2) and its median exp(m). */
    @Test
    void predictionsAreInTheUnitOfTheData() {
        FieldForecast forecast = forecast(new FieldUnits(Optional.of(new Logarithm(0))), 20);
        double r = Math.exp(-1.5);
        double m = 10 + 3 * r;
        double v = 4 * (1 - r * r);
        assertThat(forecast.cells().mean()[3]).isCloseTo(Math.exp(m + v / 2), within(1e-9 * Math.exp(m + v / 2)));
        assertThat(forecast.cells().quantile(0.5)[3]).isCloseTo(Math.exp(m), within(1e-9 * Math.exp(m)));
        assertThat(forecast.draws().get(0)).isCloseTo(Math.exp(13), within(1e-6 * Math.exp(13)));
    }

    @Test
    void aFieldWithoutRoomForItsCovarianceIsAnObstacle() {
        GaugedField small = GaugesForTests.one(13, FieldUnits.plain(), GaugesForTests.exponential());
        for (int side : new int[] {100, 101}) {
            GaugedField field = new GaugedField(
                    new Grid(side, side, 0, 0, 1, -1), small.gauges(), small.units(), small.scale(), small.known());
            assertThat(METHOD.obstacle(field).isPresent()).isEqualTo(side == 101);
            METHOD.obstacle(field).ifPresent(why -> assertThat(why)
                    .contains("101 x 101 cells")
                    .contains("a 'size' of 100 in 'data' is small enough"));
        }
    }

    @Test
    void anUnknownCovarianceIsAnObstacle() {
        GaugedField field = GaugesForTests.one(13, FieldUnits.plain(), GaugesForTests.exponential());
        assertThat(METHOD.obstacle(field)).isEmpty();
        GaugedField unknown =
                new GaugedField(field.grid(), field.gauges(), field.units(), field.scale(), Optional.empty());
        assertThat(METHOD.obstacle(unknown))
                .hasValueSatisfying(why -> assertThat(why).contains("not known"));
    }
}
