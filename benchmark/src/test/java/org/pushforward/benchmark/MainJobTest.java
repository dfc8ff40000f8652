package org.pushforward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.DensityRanking;
import org.pushforward.benchmark.report.Infilling;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.run.ExperimentRunner;
import org.pushforward.benchmark.run.InstalledBackends;
import org.pushforward.benchmark.run.RunListener;

/** The README's main job, whole, against what it promises. It takes minutes: {@code ./mvnw verify -Pacceptance}. */
@Tag("acceptance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private Report report;

    @BeforeAll
    void run() {
        Experiment experiment = Experiment.yaml().read(Path.of("..", "examples", "precipitation.yaml"));
        report =
                new ExperimentRunner(new InstalledBackends()).run(experiment, new Cancellation(), RunListener.silent());
    }

    private ComparisonResult comparison(String name) {
        return report.comparisons().stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static ModelResult model(ComparisonResult comparison, String family) {
        return comparison.models().stream()
                .filter(one -> one.family().equals(family))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the mean distance of the first sampler of a model as a multiple of the typical score of real data. */
    private static double timesReal(ComparisonResult comparison, String family) {
        Ranking.Entry entry = Ranking.of(comparison).entries().stream()
                .filter(one -> one.model().family().equals(family))
                .findFirst()
                .orElseThrow();
        return entry.estimate(Scores.DistanceKind.SLICED).mean()
                / comparison
                        .real()
                        .band(Scores.DistanceKind.SLICED, 1)
                        .orElseThrow()
                        .typical();
    }

    private double nats(String name) {
        ComparisonResult comparison = comparison(name);
        return comparison.expectedLogDensity().orElseThrow()
                - DensityRanking.of(comparison)
                        .standardized(model(comparison, "real-nvp"))
                        .orElseThrow()
                        .mean();
    }

    @Test
    void everyModelLearns() {
        assertThat(report.status()).isEqualTo(Report.Status.COMPLETE);
    }

    @Test
    void theFlowComesNearTheTrueDensity() {
        assertThat(nats("two-moons")).isLessThan(0.1);
        assertThat(nats("eight-gaussians")).isLessThan(0.15);
    }

    @Test
    void samplesOfEightGaussiansComeNearRealData() {
        ComparisonResult gaussians = comparison("eight-gaussians");
        assertThat(timesReal(gaussians, "real-nvp")).isLessThan(3);
        assertThat(timesReal(gaussians, "diffusion")).isLessThan(3);
        assertThat(timesReal(gaussians, "wgan-gp")).isLessThan(6);
        SamplerResult generated = model(gaussians, "wgan-gp").samplers().get(0);
        assertThat(generated.modes().orElseThrow().present()).isEqualTo(8);
    }

    @Test
    void thePosteriorComesToTheBestLinearPredictorAndBeatsInterpolation() {
        Infilling infilling = new Infilling(comparison("precipitation").models().stream()
                .flatMap(model -> model.posterior().stream())
                .toList());
        // It does not beat the Gaussian conditional, and the page says so: as good within a tenth.
        assertThat(infilling.rankedProbability(0).mean())
                .isLessThan(1.1 * infilling.rankedProbability(1).mean());
        int inverseDistance = infilling.names().size() - 1;
        assertThat(infilling.advantage(inverseDistance).mean()).isNegative();
        assertThat(infilling.pValues()[inverseDistance - 1]).isLessThan(0.05);
    }
}
