package org.pushforward.benchmark.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.report.inference.ParameterSummary;
import org.pushforward.benchmark.run.InstalledBackends;
import org.pushforward.random.RandomKey;

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

    @Test
    void anUnknownSmoothnessIsAParameter() {
        assertThat(parameters(new CovarianceSettings().isotropic(), false))
                .containsExactly("variance", "range", "nugget", "smoothness");
    }
}
