package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.CovarianceSettings.CorrelationKind;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;

class FullBayesPosteriorTest {
    private static final Grid GRID = new Grid(4, 6, 0, 3, 1, -1);
    private static final FullBayesPosterior SHORT = new FullBayesPosterior(
            new MethodSettings.FullBayes(2, 30, 10, 1),
            new CovarianceSettings(CorrelationKind.EXPONENTIAL, Optional.empty(), false, false));

    private static GaugedField field(double... values) {
        int[] cells = Arrays.copyOf(new int[] {0, 5, 18, 23, 9, 14, 2, 21, 12, 11, 7, 16}, values.length);
        return new GaugedField(
                GRID,
                Measurements.of(GRID.places().select(cells), values),
                FieldUnits.plain(),
                new FieldScale(10, 2),
                Optional.empty());
    }

    private static double[] expected(double value) {
        double[] same = new double[GRID.cells()];
        Arrays.fill(same, value);
        return same;
    }

    private static FieldForecast forecast(FullBayesPosterior method, GaugedField field) {
        return method.given(field, 200, RandomKey.of(1), new Cancellation());
    }

    /** Under a flat prior on the mean, a single gauge is the median everywhere; the field at the gauge itself is known. */
    @Test
    void oneGaugeIsEnough() {
        FieldForecast forecast = forecast(SHORT, field(12));
        assertThat(forecast.cells().mean()).containsExactly(expected(12), within(1e-9));
        assertThat(forecast.cells().deviation()[0]).isCloseTo(0, within(1e-6));
        assertThat(forecast.cells().deviation()[23]).isGreaterThan(0.5);
    }

    @Test
    void drawsAgreeWithTheMixture() {
        FieldForecast forecast = forecast(SHORT, field(9, 12, 11, 8, 10, 10.5, 12, 9, 11, 10));
        double[] draws = forecast.draws().toDoubles();
        double[] own = new double[200];
        for (int k = 0; k < own.length; k++) {
            own[k] = draws[k * 24 + 20];
        }
        double deviation = forecast.cells().deviation()[20];
        // Four standard errors of 200 draws; they use 60 draws of the parameters, as the mixture does.
        assertThat(Estimate.of(own).mean())
                .isCloseTo(forecast.cells().mean()[20], within(4 * deviation / Math.sqrt(200)));
        assertThat(Estimate.of(own).standardDeviation() / deviation).isBetween(0.75, 1.25);
    }

    @Test
    void chainsAreDiagnosed() {
        FieldForecast forecast = forecast(SHORT, field(9, 12, 11, 8, 10, 10.5, 12, 9, 11, 10));
        assertThat(forecast.parameters()).extracting(ParameterSummary::name).containsExactly("variance", "range");
        assertThat(forecast.parameters()).allSatisfy(parameter -> {
            assertThat(parameter.scaleReduction().orElseThrow()).isBetween(0.9, 1.5);
            assertThat(parameter.effective().orElseThrow()).isPositive();
            assertThat(parameter.median())
                    .isBetween(parameter.low().orElseThrow(), parameter.high().orElseThrow());
        });
    }

    /** Four draws of chains without a burn-in start far apart. */
    @Test
    void chainsThatDisagreeGiveAWarning() {
        FullBayesPosterior tooShort = new FullBayesPosterior(
                new MethodSettings.FullBayes(4, 4, 0, 1),
                new CovarianceSettings(CorrelationKind.MATERN, Optional.empty(), true, true));
        FieldForecast forecast = forecast(tooShort, field(9, 12, 11, 8, 10, 10.5, 12, 9, 11, 10));
        assertThat(forecast.notes()).anySatisfy(note -> assertThat(note)
                .startsWith("the chains disagree about '")
                .contains("above 1.05")
                .contains("run longer ones"));
        assertThat(forecast.parameters()).extracting(ParameterSummary::name).contains("smoothness", "angle");
    }

    /** All draws of these chains would take hours. */
    @Test
    void aStopInTheMiddleOfAChainEndsIt() {
        FullBayesPosterior endless =
                new FullBayesPosterior(new MethodSettings.FullBayes(2, 100_000, 1_000_000, 100), SHORT.covariance());
        GaugedField field = field(9, 12, 11, 8, 10, 10.5, 12, 9, 11, 10);
        Stops.assertStops(stop -> endless.given(field, 20, RandomKey.of(1), stop));
    }

    @Test
    void aStopIsHeeded() {
        Cancellation stop = new Cancellation();
        stop.request();
        assertThatThrownBy(() -> SHORT.given(field(9, 12), 20, RandomKey.of(1), stop))
                .isInstanceOf(CancellationException.class);
    }
}
