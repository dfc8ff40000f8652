package org.pushforward.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.run.ExperimentRunner;
import org.pushforward.benchmark.run.InstalledBackends;
import org.pushforward.benchmark.run.RunListener;
import org.pushforward.backend.Cancellation;

/** The README's main job, whole, against what it promises. It takes minutes: {@code ./mvnw verify -Pacceptance}. */
@Tag("acceptance")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MainJobTest {
    private Report report;

    @BeforeAll
    void run() {
        Experiment experiment = Experiment.yaml().read(Path.of("..", "examples", "precipitation.yaml"));
        report = new ExperimentRunner(new InstalledBackends())
                .run(experiment, new Cancellation(), RunListener.silent());
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

    /** Returns the distance of the first sampler of a model as a multiple of the floor. */
    private static double timesFloor(ComparisonResult comparison, String family) {
        SamplerResult first = model(comparison, family).samplers().get(0);
        return first.scores().slicedWasserstein() / comparison.floor().slicedWasserstein();
    }

    private double nats(String name) {
        ComparisonResult comparison = comparison(name);
        return comparison.expectedLogDensity().orElseThrow()
                - model(comparison, "real-nvp").testLogLikelihood().orElseThrow();
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
    void samplesOfEightGaussiansComeNearTheFloor() {
        ComparisonResult gaussians = comparison("eight-gaussians");
        assertThat(timesFloor(gaussians, "real-nvp")).isLessThan(3);
        assertThat(timesFloor(gaussians, "diffusion")).isLessThan(3);
        assertThat(timesFloor(gaussians, "wgan-gp")).isLessThan(6);
        SamplerResult generated = model(gaussians, "wgan-gp").samplers().get(0);
        assertThat(generated.modes().orElseThrow().present()).isEqualTo(8);
    }

    @Test
    void thePosteriorIsCalibratedAndBeatsInterpolation() {
        PosteriorResult result = comparison("precipitation").models().stream()
                .flatMap(model -> model.posterior().stream())
                .findFirst()
                .orElseThrow();
        assertThat(result.coverage90()).isBetween(0.80, 0.97);
        assertThat(result.rmse()).isLessThan(result.baselineRmse());
    }
}
