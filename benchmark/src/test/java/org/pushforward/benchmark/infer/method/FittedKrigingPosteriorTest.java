package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.infer.SimulatedCase;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.benchmark.run.InstalledBackends;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;

class FittedKrigingPosteriorTest {
    private static List<String> parameters(CovarianceSettings covariance, boolean anisotropic) {
        SimulatedCase simulated =
                SimulatedCase.of(new GaugeData.Simulated(16, 20, true, 0, 1, 0, "value", ""), RandomKey.of(3));
        try (FieldMethods methods =
                new FieldMethods(covariance, Optional.empty(), new RunSettings(), new InstalledBackends())) {
            return methods
                    .of(new MethodSettings.FittedKriging(anisotropic))
                    .given(simulated.field(), 2, RandomKey.of(1), new Cancellation())
                    .parameters()
                    .stream()
                    .map(ParameterSummary::name)
                    .toList();
        }
    }

    @Test
    void theRangeDependsOnTheDirectionOnlyIfTheMethodAndTheCovarianceAllowIt() {
        CovarianceSettings rough =
                new CovarianceSettings(CovarianceSettings.CorrelationKind.EXPONENTIAL, Optional.empty(), true, true);
        assertThat(parameters(rough, true)).containsExactly("variance", "range", "ratio", "angle", "nugget");
        assertThat(parameters(rough, false)).containsExactly("variance", "range", "nugget");
        assertThat(parameters(rough.isotropic(), true)).containsExactly("variance", "range", "nugget");
        assertThat(new MethodSettings.FittedKriging().anisotropic()).isFalse();
    }

    /** Five searches of hundreds of likelihoods, each of which takes more than 50 ms. */
    @Test
    void aStopInTheMiddleOfASearchEndsIt() {
        SimulatedCase simulated =
                SimulatedCase.of(new GaugeData.Simulated(32, 900, true, 0, 1, 0, "value", ""), RandomKey.of(3));
        FittedKrigingPosterior method = new FittedKrigingPosterior("kriging", new CovarianceSettings());
        Stops.assertStops(stop -> method.given(simulated.field(), 2, RandomKey.of(1), stop));
    }

    /** Very smooth fields hardly differ at gauges that are so near, so their covariance is singular, and an exponential one is not. */
    @Test
    void aCorrelationThatIsSingularIsLeftOut() {
        double[] x = new double[12];
        double[] y = new double[12];
        double[] values = new double[12];
        for (int k = 0; k < 12; k++) {
            x[k] = k % 6 + k / 6 * 1e-8;
            y[k] = k % 3;
            values[k] = k % 5 + k % 6;
        }
        GaugedField near = new GaugedField(
                Grid.of(4, 6),
                Measurements.of(Places.of(x, y), values),
                FieldUnits.plain(),
                FieldScale.of(values),
                Optional.empty());
        CovarianceSettings smooth =
                new CovarianceSettings(CovarianceSettings.CorrelationKind.MATERN, Optional.of(5.0), false, false);
        assertThatThrownBy(() -> forecast(smooth, near))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the covariance of 12 gauges is singular at the start of the search")
                .hasMessageContaining("'nugget'");
        CovarianceSettings any =
                new CovarianceSettings(CovarianceSettings.CorrelationKind.MATERN, Optional.empty(), false, false);
        assertThat(forecast(any, near).parameters())
                .anySatisfy(each -> assertThat(each.name()).isEqualTo("smoothness"));
    }

    private static FieldForecast forecast(CovarianceSettings covariance, GaugedField field) {
        return new FittedKrigingPosterior("kriging", covariance).given(field, 2, RandomKey.of(1), new Cancellation());
    }

    @Test
    void aMapWhosePeriodicGridIsTooLargeIsAnObstacle() {
        assertThat(FieldDraws.obstacle(Grid.of(1_440, 1_440))).isEmpty();
        assertThat(FieldDraws.obstacle(Grid.of(1, 10_000)))
                .hasValueSatisfying(why ->
                        assertThat(why).contains("the map has 1 x 10000 cells").contains("a larger 'cell' in 'grid'"));
    }

    @Test
    void anUnknownSmoothnessIsAParameter() {
        assertThat(parameters(new CovarianceSettings().isotropic(), false))
                .containsExactly("variance", "range", "nugget", "smoothness");
    }
}
