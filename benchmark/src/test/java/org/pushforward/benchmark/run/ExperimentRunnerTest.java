package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.inject.AbstractModule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.model.InfillingSettings;
import org.pushforward.benchmark.model.RealNvpSettings;
import org.pushforward.benchmark.model.VaeSettings;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.ReportWriter;
import org.pushforward.train.Cancellation;

class ExperimentRunnerTest {
    private final ExperimentRunner runner =
            BenchmarkModule.injector(new Trials.Extension()).getInstance(ExperimentRunner.class);

    private Report run(Experiment experiment) {
        return runner.run(experiment, new Cancellation(), RunListener.silent());
    }

    @Test
    void everyFamilyIsTrainedSampledAndScored() {
        Report report = run(Trials.everyFamily());

        assertThat(report.status()).isEqualTo(Report.Status.COMPLETE);
        assertThat(report.comparisons()).extracting(ComparisonResult::name).containsExactly("modes", "rain");
        ComparisonResult modes = report.comparisons().get(0);
        assertThat(modes.floor().slicedWasserstein()).isPositive();
        assertThat(modes.expectedLogDensity()).isPresent();
        assertThat(modes.models())
                .extracting(ModelResult::family)
                .containsExactly("real-nvp", "vae", "wgan-gp", "diffusion");
        assertThat(modes.models()).allSatisfy(model -> {
            assertThat(model.ending()).isEqualTo(ModelResult.Ending.COMPLETED);
            assertThat(model.parameters()).isPositive();
            assertThat(model.samplers()).isNotEmpty().allSatisfy(sampler -> {
                assertThat(sampler.count()).isEqualTo(64);
                assertThat(sampler.scores().slicedWasserstein()).isPositive();
                assertThat(sampler.modes())
                        .hasValueSatisfying(count -> assertThat(count.total()).isEqualTo(8));
            });
        });
        assertThat(modes.models().get(0).testLogLikelihood()).isPresent();
        assertThat(modes.models().get(2).losses())
                .extracting(loss -> loss.name())
                .containsExactly("critic.0", "critic.1", "generator");
        assertThat(modes.models().get(3).samplers())
                .extracting(sampler -> sampler.name())
                .containsExactly("heun", "ancestral");
    }

    @Test
    void infillingCountsOnlyCellsThatWereNotObserved() {
        ComparisonResult rain = run(Trials.everyFamily()).comparisons().get(1);

        PosteriorResult found = rain.models().get(0).infilling().orElseThrow();

        assertThat(found.fields()).isEqualTo(3);
        assertThat(found.cells()).isEqualTo(3 * (16 - 3));
        assertThat(found.rmse()).isPositive();
        assertThat(found.baselineRmse()).isPositive();
        assertThat(found.cases()).hasSize(3).allSatisfy(one -> {
            double[] mask = one.mask().toDoubles();
            assertThat(mask).containsOnly(0, 1);
            for (int cell = 0; cell < mask.length; cell++) {
                if (mask[cell] == 1) {
                    assertThat(one.baseline().get(cell)).isEqualTo(one.truth().get(cell));
                }
            }
        });
    }

    @Test
    void theSameSeedGivesTheSameNumbersBitByBit(@TempDir Path folder) throws IOException {
        JsonNode first = withoutTimes(run(Trials.everyFamily()), folder.resolve("first"));
        JsonNode second = withoutTimes(run(Trials.everyFamily()), folder.resolve("second"));
        Experiment other = Trials.everyFamily();
        JsonNode third = withoutTimes(run(other.withRun(other.run().withSeed(6))), folder.resolve("third"));

        assertThat(first).isEqualTo(second);
        assertThat(first.get("comparisons")).isNotEqualTo(third.get("comparisons"));
    }

    private static JsonNode withoutTimes(Report report, Path folder) throws IOException {
        ReportWriter.write(report, folder);
        JsonNode root =
                new ObjectMapper().readTree(folder.resolve("report.json").toFile());
        root.findParents("times").forEach(parent -> ((ObjectNode) parent).remove("times"));
        ((ObjectNode) root).remove("times");
        return root;
    }

    @Test
    void aModelThatFailsCostsNoOther() {
        Report report = run(Trials.small("partly")
                .compare(
                        "moons",
                        new ToySettings("two-moons"),
                        Candidate.of(new Trials.Divergent(), Trials.training(3)),
                        Candidate.of(new VaeSettings(1, 4), Trials.training(3)))
                .build());

        assertThat(report.status()).isEqualTo(Report.Status.PARTLY_FAILED);
        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models.get(0).ending()).isEqualTo(ModelResult.Ending.FAILED);
        assertThat(models.get(0).failure().orElseThrow()).contains("at iteration 1");
        assertThat(models.get(1).samplers()).hasSize(1);
    }

    @Test
    void unfitDataIsRefusedBeforeAnyTraining() {
        Candidate vae = Candidate.of(new VaeSettings(1, 4), Trials.training(3));

        assertThatThrownBy(() -> run(Trials.small("a")
                        .compare("good", new ToySettings("two-moons"), vae)
                        .compare("bad", new Trials.Holes(), vae)
                        .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("comparison 'bad'")
                .hasMessageContaining("NaN")
                .hasMessageContaining("row 2");
        assertThatThrownBy(() -> run(Trials.small("b")
                        .compare("bad", new Trials.TooWide(), vae)
                        .build()))
                .hasMessageContaining("comparison 'bad'")
                .hasMessageContaining("samples are of shape [3], expected [2]");
        assertThatThrownBy(() -> run(Trials.small("c")
                        .compare(
                                "bad",
                                new ToySettings("two-moons"),
                                Candidate.of(InfillingSettings.defaults(), Trials.training(1)))
                        .build()))
                .hasMessageContaining("infilling cannot learn Two moons");
    }

    @Test
    void aCancellationKeepsWhatThereIs() {
        Cancellation cancellation = new Cancellation();
        RunListener canceller = new RunListener() {
            @Override
            public void iterated(Task task, long iteration, long iterations) {
                if (task.number() == 2 && iteration == 3) {
                    cancellation.request();
                }
            }
        };

        Report report = runner.run(Trials.everyFamily(), cancellation, canceller);

        assertThat(report.status()).isEqualTo(Report.Status.INTERRUPTED);
        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models).hasSize(2);
        assertThat(models.get(0).samplers()).hasSize(1);
        assertThat(models.get(1).ending()).isEqualTo(ModelResult.Ending.CANCELLED);
        assertThat(models.get(1).iterations()).isEqualTo(3);
        assertThat(models.get(1).losses().get(0).values().size()).isEqualTo(3);
        assertThat(models.get(1).samplers()).isEmpty();
    }

    @Test
    void allEnginesAreComparedWithTheFirst() {
        ExperimentRunner twice = BenchmarkModule.injector(new AbstractModule() {
                    @Override
                    protected void configure() {
                        bind(BackendSource.class).toInstance(new TwoNamesOfOne());
                    }
                })
                .getInstance(ExperimentRunner.class);
        Experiment experiment = Trials.small("engines")
                .compare(
                        "moons",
                        new ToySettings("two-moons"),
                        Candidate.of(new RealNvpSettings(2, 4), Trials.training(3)))
                .build();

        Report report = twice.run(
                experiment.withRun(experiment.run().withBackend("all")), new Cancellation(), RunListener.silent());

        assertThat(report.comparisons().get(0).models()).hasSize(2);
        assertThat(report.agreements()).singleElement().satisfies(agreement -> {
            assertThat(agreement.firstLosses()).isEqualTo(3);
            assertThat(agreement.losses()).isZero();
            assertThat(agreement.scores()).isZero();
        });
    }

    /** ONNX Runtime under two names. */
    private static final class TwoNamesOfOne implements BackendSource {
        @Override
        public Map<String, BackendDescription> descriptions() {
            BackendDescription one = Backends.providers().get("onnx").describe();
            return new TreeMap<>(Map.of("a", one, "b", one));
        }

        @Override
        public Map<String, String> missing() {
            return Map.of();
        }

        @Override
        public Backend open(String name, BackendOptions options) {
            return Backends.open("onnx", options);
        }
    }

    @Test
    void anUnknownBackendSaysWhatThereIs() {
        Experiment experiment = Trials.everyFamily();

        assertThatThrownBy(() -> run(experiment.withRun(experiment.run().withBackend("onyx"))))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no backend 'onyx'")
                .hasMessageContaining("onnx");
    }
}
