package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.config.GroupSettings;
import org.pushforward.benchmark.config.PreprocessingSettings;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.config.TrainingSettings;
import org.pushforward.benchmark.config.ValidationSettings;
import org.pushforward.benchmark.data.DataSettings;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.FieldScores;
import org.pushforward.benchmark.report.LogDensity;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.PosteriorResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.ReportWriter;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.data.TwoMoons;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.Gauges;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.family.VaeFamily;

class ExperimentRunnerTest {
    private final ExperimentRunner runner = new ExperimentRunner(new InstalledBackends());

    private Report run(Experiment experiment) {
        return runner.run(experiment, new Cancellation(), RunListener.silent());
    }

    private ModelResult single(DataSettings data, Candidate candidate) {
        Report report =
                run(Trials.small("single").compare("one", data, candidate).build());
        return report.comparisons().get(0).models().get(0);
    }

    @Test
    void modelsOfAllKindsAreTrainedSampledAndScored() {
        Report report = run(Trials.ofAllKinds());

        assertThat(report.status()).isEqualTo(Report.Status.COMPLETE);
        assertThat(report.comparisons()).extracting(ComparisonResult::name).containsExactly("modes", "rain");
        ComparisonResult modes = report.comparisons().get(0);
        assertThat(modes.real().fresh()).hasSizeGreaterThan(30).allMatch(scores -> scores.slicedWasserstein() > 0);
        assertThat(modes.expectedLogDensity()).isPresent();
        assertThat(modes.models())
                .extracting(ModelResult::family)
                .containsExactly("real-nvp", "vae", "wgan-gp", "diffusion");
        assertThat(modes.models()).allSatisfy(model -> {
            assertThat(model.ending()).isEqualTo(ModelResult.TrainingEnding.COMPLETED);
            assertThat(model.parameters()).isPositive();
            assertThat(model.samplers()).isNotEmpty().allSatisfy(sampler -> {
                assertThat(sampler.count()).isEqualTo(2 * 64);
                assertThat(sampler.scores()).hasSize(2).allMatch(scores -> scores.slicedWasserstein() > 0);
                assertThat(sampler.modes())
                        .hasValueSatisfying(count -> assertThat(count.total()).isEqualTo(8));
            });
        });
        assertThat(modes.models().get(0).density()).isPresent();
        assertThat(modes.models().get(2).losses())
                .extracting(loss -> loss.name())
                .containsExactly("critic.0", "critic.1", "generator");
        assertThat(modes.models().get(3).samplers())
                .extracting(sampler -> sampler.name())
                .containsExactly("heun", "ancestral");
    }

    @Test
    void severalTrainingsBeginFromKeysOfTheirOwnAndMeetTheSameSets() {
        Experiment twice = Trials.small("twice")
                .run(new RunSettings().withSeed(5).withThreads(1).withSeeds(2))
                .compare(
                        "moons",
                        new ToySettings(),
                        Candidate.of(new VaeFamily(1, 4), Trials.training(3)),
                        Candidate.of(new RealNvp(2, 4), Trials.training(3)))
                .build();

        ComparisonResult found = run(twice).comparisons().get(0);

        assertThat(found.models()).extracting(ModelResult::number).containsExactly(1, 2, 1, 2);
        assertThat(found.models().get(0).samplers().get(0).scores())
                .isNotEqualTo(found.models().get(1).samplers().get(0).scores());
        Ranking ranking = Ranking.of(found);
        assertThat(ranking.trainings()).isEqualTo(2);
        assertThat(ranking.entries()).hasSize(2);
        assertThat(ranking.isTested()).isTrue();
    }

    @Test
    void densitiesOfRainAreGivenInMillimetersToo() {
        ModelResult model = single(Trials.rain(), Candidate.of(new RealNvp(2, 4), Trials.training(3)));
        LogDensity density = model.density().orElseThrow();

        // Eight bands; of 16 cells each loses log(s (1 + mm)), about 16 (log 1.1 + 6.6).
        assertThat(density.byUnit()).hasSize(8);
        double change = Estimate.of(density.inUnits().orElseThrow()).mean()
                - Estimate.of(density.byUnit()).mean();
        assertThat(change).isBetween(-16 * 7.5, -16 * 6.0);
    }

    @Test
    void aPosteriorIsJudgedByCellsThatWereNotObserved() {
        ComparisonResult rain = run(Trials.ofAllKinds()).comparisons().get(1);

        assertThat(rain.models().get(0).samplers()).isEmpty();
        PosteriorResult found = rain.models().get(0).posterior().orElseThrow();
        assertThat(found.fields()).isEqualTo(3);
        assertThat(found.cells()).isEqualTo(3 * (16 - 3));
        assertThat(found.model().rankedProbability()).hasSize(3).doesNotContain(0);
        assertThat(found.baselines())
                .extracting(FieldScores::name)
                .containsExactly("Gaussian conditional", "kriging", "inverse distance");
        assertThat(found.cases()).hasSize(3).allSatisfy(one -> {
            double[] mask = one.mask().toDoubles();
            assertThat(mask).containsOnly(0, 1);
            for (int cell = 0; cell < mask.length; cell++) {
                if (mask[cell] == 1) {
                    assertThat(one.baseline().get(cell)).isEqualTo(one.truth().get(cell));
                    // The denoiser adds nothing at a gauge, so a sample is the observation but for float32 rounding.
                    assertThat(one.mean().get(cell)).isCloseTo(one.truth().get(cell), within(1e-5));
                }
            }
        });
    }

    @Test
    void observationsOfAPosteriorGoThroughThePreprocessing() {
        TrainingSettings standardized = Trials.training(4).toBuilder()
                .preprocessing(new PreprocessingSettings.Standardize())
                .build();

        ModelResult model =
                single(Trials.rain(), Candidate.of(Trials.diffusion().seenAt(Gauges.exact(0.02, 0.5)), standardized));

        assertThat(model.posterior().orElseThrow().cases()).hasSize(3).allSatisfy(one -> {
            assertThat(one.mask().toDoubles()).contains(1);
            for (int cell = 0; cell < one.mask().size(); cell++) {
                if (one.mask().get(cell) == 1) {
                    // Standardized, observed, and brought back in float32.
                    assertThat(one.mean().get(cell)).isCloseTo(one.truth().get(cell), within(1e-4));
                }
            }
        });
    }

    @Test
    void preprocessingLeavesDensitiesInUnitsOfTheData() {
        TrainingSettings plain =
                TrainingSettings.builder().iterations(1).learningRate(1e-9).build();
        TrainingSettings standardized = plain.toBuilder()
                .preprocessing(new PreprocessingSettings.Standardize())
                .build();
        Report report = run(Trials.small("units")
                .evaluation(new EvaluationSettings(4000, 2))
                .compare(
                        "moons",
                        new ToySettings("two-moons"),
                        Candidate.of(new RealNvp(2, 4), plain).named("direct"),
                        Candidate.of(new RealNvp(2, 4), standardized).named("behind"))
                .build());
        List<ModelResult> models = report.comparisons().get(0).models();
        double direct =
                Estimate.of(models.get(0).density().orElseThrow().byUnit()).mean();
        double behind =
                Estimate.of(models.get(1).density().orElseThrow().byUnit()).mean();

        // An untrained flow is N(0, I) of what it sees. Of standardized data that is N(m, diag s^2) of the data
        // themselves, and
        // the mean of log p is -log(2 pi) - 1 - sum log s. The mean of |z|^2 / 2 over 4000 rows is within 0.02 of 1.
        assertThat(behind).isCloseTo(-Math.log(2 * Math.PI) - 1 - logDeviations(), within(0.05));
        assertThat(behind).isGreaterThan(direct + 0.1);
    }

    /** Returns the sum over both axes of the logarithm of the standard deviation of two moons. */
    private static double logDeviations() {
        HostArray points = new TwoMoons().points(RandomKey.of(8), 20_000);
        double sum = 0;
        for (int axis = 0; axis < 2; axis++) {
            double mean = 0;
            double square = 0;
            for (int i = 0; i < 20_000; i++) {
                mean += points.get(i, axis) / 20_000;
                square += points.get(i, axis) * points.get(i, axis) / 20_000;
            }
            sum += 0.5 * Math.log(square - mean * mean);
        }
        return sum;
    }

    @Test
    void theSameSeedGivesTheSameNumbersBitByBit(@TempDir Path folder) throws IOException {
        JsonNode first = withoutTimes(run(Trials.ofAllKinds()), folder.resolve("first"));
        JsonNode second = withoutTimes(run(Trials.ofAllKinds()), folder.resolve("second"));
        Experiment other = Trials.ofAllKinds();
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
    void aFailedModelDoesNotAffectOthers() {
        Report report = run(Trials.small("partly")
                .compare(
                        "moons",
                        new ToySettings(),
                        Candidate.of(new Trials.Divergent(), Trials.training(3)),
                        Candidate.of(new VaeFamily(1, 4), Trials.training(3)))
                .build());

        assertThat(report.status()).isEqualTo(Report.Status.PARTLY_FAILED);
        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models.get(0).ending()).isEqualTo(ModelResult.TrainingEnding.FAILED);
        assertThat(models.get(0).failure().orElseThrow()).contains("at iteration 2");
        assertThat(models.get(1).samplers()).hasSize(1);
    }

    @Test
    void aFailedTrainingKeepsItsCountItsCurveAndItsLastGoodParameters() {
        ModelResult failed = single(new ToySettings(), Candidate.of(new Trials.Divergent(5), Trials.training(100)));

        assertThat(failed.ending()).isEqualTo(ModelResult.TrainingEnding.FAILED);
        assertThat(failed.iterations()).isEqualTo(5);
        assertThat(failed.failure().orElseThrow()).contains("at iteration 6").contains("log");
        assertThat(failed.losses())
                .singleElement()
                .satisfies(curve -> assertThat(curve.values().size()).isEqualTo(5));
        assertThat(failed.samplers()).singleElement().satisfies(sampler -> assertThat(
                        sampler.scores().get(0).slicedWasserstein())
                .isPositive());
    }

    @Test
    void aRunFailsIfEveryModelFails(@TempDir Path folder) throws IOException {
        TrainingSettings wild =
                TrainingSettings.builder().iterations(20).learningRate(1e10).build();
        Report report = run(Trials.small("wild")
                .compare("moons", new ToySettings(), Candidate.of(new RealNvp(2, 8), wild))
                .build());

        assertThat(report.status()).isEqualTo(Report.Status.FAILED);
        ModelResult model = report.comparisons().get(0).models().get(0);
        assertThat(model.iterations()).isPositive().isLessThan(20);
        assertThat(model.losses().get(0).values().size()).isEqualTo((int) model.iterations());
        ReportWriter.write(report, folder);
        assertThat(folder.resolve("report.json"))
                .content()
                .contains("\"failed\"")
                .doesNotContain("\"NaN\"")
                .doesNotContain("Infinity\"");
    }

    @Test
    void validationStopsTrainingEarlyAndKeepsItsCurve() {
        // The loss of a flow rises on rows that it does not learn from once it knows the few that it learns from.
        TrainingSettings judged = TrainingSettings.builder()
                .iterations(4000)
                .batch(16)
                .learningRate(1e-2)
                .validation(new ValidationSettings(20, 10, Optional.of(3)))
                .build();

        ModelResult model = single(new Trials.Few(), Candidate.of(new RealNvp(4, 32), judged));

        assertThat(model.failure()).isEmpty();
        assertThat(model.ending()).isEqualTo(ModelResult.TrainingEnding.STOPPED_EARLY);
        assertThat(model.iterations()).isLessThan(4000);
        LossCurve curve = model.losses().get(1);
        assertThat(curve.name()).isEqualTo("flow on held-out rows");
        assertThat(curve.iteration(0)).isEqualTo(10);
        assertThat(curve.iteration(1)).isEqualTo(20);
        assertThat((long) curve.values().size() * 10).isEqualTo(model.iterations());
    }

    @Test
    void parameterGroupsHaveTheirOwnRates() {
        TrainingSettings common = Trials.training(6);
        TrainingSettings critical =
                common.toBuilder().group("critic", GroupSettings.withRate(1e-2)).build();

        double[] alike = single(new ToySettings(), Candidate.of(Trials.gan(), common))
                .losses()
                .get(2)
                .values()
                .toDoubles();
        double[] apart = single(new ToySettings(), Candidate.of(Trials.gan(), critical))
                .losses()
                .get(2)
                .values()
                .toDoubles();

        assertThat(apart).isNotEqualTo(alike);
        assertThatThrownBy(() -> single(
                        new ToySettings(),
                        Candidate.of(
                                Trials.gan(),
                                common.toBuilder()
                                        .group("critics", GroupSettings.withRate(1e-2))
                                        .build())))
                .hasMessageContaining("model 'wgan-gp'")
                .hasMessageContaining("no group of parameters 'critics'")
                .hasMessageContaining("did you mean 'critic'?");
    }

    @Test
    void aConditionalModelIsSampledGivenTheHeldOutColumns() {
        Diffusion ofClasses = Trials.diffusion().ofClasses(new Diffusion.Labels(3, 0.1, 1));

        ModelResult model = single(new Trials.Classes(), Candidate.of(ofClasses, Trials.training(4)));

        assertThat(model.failure()).isEmpty();
        assertThat(model.samplers()).hasSize(2).allSatisfy(sampler -> assertThat(sampler.count())
                .isEqualTo(2 * 30));
        assertThatThrownBy(() -> single(new ToySettings(), Candidate.of(ofClasses, Trials.training(4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model 'diffusion'")
                .hasMessageContaining("no column 'label' in {")
                .hasMessageContaining("expected 'label' of type i64[]");
    }

    @Test
    void unfitDataIsRefusedBeforeAnyTraining() {
        Candidate vae = Candidate.of(new VaeFamily(1, 4), Trials.training(3));

        assertThatThrownBy(() -> run(Trials.small("a")
                        .compare("good", new ToySettings(), vae)
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
                .hasMessageContaining("rows of shape [3], expected 2 elements");
        assertThatThrownBy(() -> single(
                        new ToySettings(), Candidate.of(new Diffusion().seenAt(new Gauges()), Trials.training(1))))
                .hasMessageContaining("model 'diffusion'")
                .hasMessageContaining("gauges in data of shape [2]: expected fields on a grid, [1, rows, columns]");
        TrainingSettings judged = Trials.training(1).toBuilder()
                .validation(new ValidationSettings(60, 1, Optional.empty()))
                .build();
        assertThatThrownBy(() -> single(new Trials.Classes(), Candidate.of(new VaeFamily(1, 4), judged)))
                .hasMessageContaining("60 rows for validation out of 60: expected 1 to 59");
    }

    @Test
    void aCancellationKeepsWhatThereIs() {
        Cancellation cancellation = new Cancellation();
        RunListener canceller = new RunListener() {
            @Override
            public void iterated(TrainingTask task, long iteration, long iterations) {
                if (task.number() == 2 && iteration == 3) {
                    cancellation.request();
                }
            }
        };

        Report report = runner.run(Trials.ofAllKinds(), cancellation, canceller);

        assertThat(report.status()).isEqualTo(Report.Status.INTERRUPTED);
        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models).hasSize(2);
        assertThat(models.get(0).samplers()).hasSize(1);
        assertThat(models.get(1).ending()).isEqualTo(ModelResult.TrainingEnding.CANCELLED);
        assertThat(models.get(1).iterations()).isEqualTo(3);
        assertThat(models.get(1).losses().get(0).values().size()).isEqualTo(3);
        assertThat(models.get(1).samplers()).as("what was learned is scored").hasSize(1);
    }

    @Test
    void allEnginesAreComparedWithTheFirst() {
        assertThat(agreement("onnx", "onnx")).satisfies(agreement -> {
            assertThat(agreement.firstLosses()).isEqualTo(3);
            assertThat(agreement.losses()).isZero();
            assertThat(agreement.scores()).isZero();
        });
    }

    /** The interpreter computes in float64, so three steps in float32 differ from it by rounding, which is not nothing. */
    @Test
    void differencesBetweenEnginesAreDetected() {
        assertThat(agreement("onnx", "reference")).satisfies(agreement -> {
            assertThat(agreement.losses()).isPositive().isLessThan(1e-3);
            assertThat(agreement.scores()).isPositive().isLessThan(1e-3);
        });
    }

    private static EngineAgreement agreement(String a, String b) {
        Experiment experiment = Trials.small("engines")
                .compare("moons", new ToySettings(), Candidate.of(new RealNvp(2, 4), Trials.training(3)))
                .build();
        Report report = new ExperimentRunner(new TwoEngines(a, b))
                .run(experiment.withRun(experiment.run().withBackend("all")), new Cancellation(), RunListener.silent());
        assertThat(report.comparisons().get(0).models()).hasSize(2);
        assertThat(report.agreements()).hasSize(1);
        return report.agreements().get(0);
    }

    /** Two backends under the names a and b. */
    private record TwoEngines(String a, String b) implements BackendSource {
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
            return Backends.open(name.equals("a") ? a : b, options);
        }
    }

    @Test
    void theInterpreterCanBeNamed() {
        Experiment experiment = Trials.small("interpreter")
                .compare("moons", new ToySettings(), Candidate.of(new VaeFamily(1, 2), Trials.training(2)))
                .build();
        Report report = run(experiment.withRun(experiment.run().withBackend("reference")));

        assertThat(report.status()).isEqualTo(Report.Status.COMPLETE);
        assertThat(report.versions()).containsOnlyKeys("Pushforward");
    }

    @Test
    void anUnknownBackendListsTheAvailableOnes() {
        Experiment experiment = Trials.ofAllKinds();

        assertThatThrownBy(() -> run(experiment.withRun(experiment.run().withBackend("onyx"))))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no backend 'onyx'")
                .hasMessageContaining("onnx");
    }
}
