package org.pushforward.zoo.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.data.Dataset;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Sgd;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.train.CheckpointWriter;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingListener;
import org.pushforward.train.TrainingResult;
import org.pushforward.train.TrainingResult.Ending;
import org.pushforward.train.Validation;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.GanNetwork;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.family.VaeFamily;
import org.pushforward.zoo.family.WganGp;
import org.pushforward.zoo.gan.WassersteinGp;

/** Checks that interrupted training that resumes from files is bitwise equal to uninterrupted training. */
class ResumeTest {
    private static final RandomKey KEY = RandomKey.of(3);
    private static final Dataset DATA = Dataset.of(KEY.fold("data").normal(Shape.of(32, 2)));
    private static final Dataset OTHER = Dataset.of(KEY.fold("other").normal(Shape.of(32, 2)));
    private static final RealNvp FLOW = new RealNvp(2, 4);

    private final Backend oracle = Backends.open("reference");

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        oracle.close();
    }

    private Trainer trainer() {
        return Trainer.on(oracle).adam(0.01).batch(8).snapshots(4).iterations(10);
    }

    static Stream<Arguments> families() {
        return Stream.of(
                Arguments.of(FLOW),
                Arguments.of(new VaeFamily(2, 4)),
                Arguments.of(new WganGp(2, new GanNetwork.PerceptronGan(List.of(4)), 2, 10, WassersteinGp.Sides.TWO)),
                Arguments.of(Diffusion.of(new DenoiserArchitecture.PerceptronDenoiser(List.of(4)))));
    }

    private static void assertSame(Trained<?> resumed, Trained<?> whole) {
        TrainingResult left = resumed.training().orElseThrow();
        TrainingResult right = whole.training().orElseThrow();
        assertThat(left.ending()).isEqualTo(right.ending());
        assertThat(left.iterations()).isEqualTo(right.iterations());
        assertThat(left.state()).isEqualTo(right.state());
        assertThat(left.parameters()).isEqualTo(right.parameters());
        assertThat(left.lastParameters()).isEqualTo(right.lastParameters());
        assertThat(left.losses()).containsOnlyKeys(right.losses().keySet());
        left.losses().forEach((name, losses) -> assertThat(losses)
                .containsExactly(right.losses().get(name)));
        assertThat(resumed.preprocessing()).isEqualTo(whole.preprocessing());
        assertThat(resumed.blueprint()).isEqualTo(whole.blueprint());
        assertThat(resumed.values()).isEqualTo(whole.values());
    }

    @ParameterizedTest
    @MethodSource("families")
    void resumedTrainingGivesTheSameBits(Family family) {
        Trainer trainer = trainer()
                .average(new ExponentialAverage(0.9))
                .preprocessing(Preprocessing.standardize())
                .validation(Validation.on(DATA.rows().range(0, 5), 3));
        Trained<Model> whole = trainer.fit(family, DATA, KEY);
        trainer.iterations(7).fit(family, DATA, KEY).save(folder.resolve("model"));
        Trained<Model> loaded = Trained.load(folder.resolve("model"), oracle);
        Preprocessing never = x -> {
            throw new AssertionError("fitted again");
        };
        Trained<Model> resumed = trainer.preprocessing(never)
                .resume(loaded.state().orElseThrow())
                .fit(family, DATA, KEY);
        assertSame(resumed, whole);
        assertThat(resumed.training().orElseThrow().fresh()).isEqualTo(3);
    }

    @Test
    void buffersStatesAndMomentaAreRestoredToo() {
        Trainer trainer = trainer().optimizer(new Sgd(LearningRate.cosine(0.1, 0.01, 10), 0.5));
        MeanModel model = MeanModel.of(2);
        Trained<MeanModel> whole = trainer.fit(model, DATA, KEY);
        trainer.iterations(5).fit(model, DATA, KEY).save(folder.resolve("model"));
        Trained<MeanModel> loaded = Trained.load(folder.resolve("model"), oracle, model);
        assertSame(trainer.resume(loaded.state().orElseThrow()).fit(MeanModel.of(2), DATA, KEY), whole);
        assertThat(whole.training().orElseThrow().losses().get("count")[9]).isGreaterThan(1.09);
    }

    /** The validation loss finally rises and stops training. Training stops at the same step wherever it was interrupted. */
    @Test
    void patienceContinuesAfterResuming() {
        Trainer trainer = trainer()
                .adam(0.1)
                .iterations(40)
                .validation(Validation.on(OTHER.rows().range(0, 6), 2).withPatience(2));
        Trained<Model> whole = trainer.fit(FLOW, DATA, KEY);
        TrainingResult result = whole.training().orElseThrow();
        assertThat(result.ending()).isEqualTo(Ending.STOPPED_EARLY);
        long last = result.iterations();
        assertThat(last).isBetween(6L, 38L);
        assertThat(result.parameters()).isNotEqualTo(result.lastParameters());
        for (long at = last - 5; at <= last; at++) {
            Path model = folder.resolve("model-" + at);
            trainer.iterations(at).fit(FLOW, DATA, KEY).save(model);
            try (Trained<Model> loaded = Trained.load(model, oracle)) {
                assertSame(trainer.resume(loaded.state()).fit(FLOW, DATA, KEY), whole);
            }
        }
    }

    /** The best parameters are tracked only from the validations after patience was requested. */
    @Test
    void newPatienceStartsWhereTrainingResumes() {
        Trainer trainer = trainer().adam(0.1).iterations(40);
        Validation impatient = Validation.on(OTHER.rows().range(0, 6), 2);
        double[] curve = trainer.validation(impatient)
                .fit(FLOW, DATA, KEY)
                .training()
                .orElseThrow()
                .validation()
                .get("flow");
        double least = Arrays.stream(curve).min().orElseThrow();
        int from = 3;
        assertThat(curve[0]).as("the lowest loss lies before").isEqualTo(least);
        Trained<Model> begun =
                trainer.iterations(2L * from).validation(impatient).fit(FLOW, DATA, KEY);
        int best = from;
        while (best + 2 < curve.length && Math.min(curve[best + 1], curve[best + 2]) < curve[best]) {
            best += curve[best + 1] < curve[best] ? 1 : 2;
        }
        assertThat(best + 2).as("the loss rises twice").isLessThan(curve.length);

        TrainingResult resumed = trainer.validation(impatient.withPatience(2))
                .resume(begun.state())
                .fit(FLOW, DATA, KEY)
                .training()
                .orElseThrow();
        assertThat(resumed.ending()).isEqualTo(Ending.STOPPED_EARLY);
        assertThat(resumed.iterations()).isEqualTo(2L * (best + 3));
        TrainingResult there = trainer.iterations(2L * (best + 1))
                .fit(FLOW, DATA, KEY)
                .training()
                .orElseThrow();
        assertThat(resumed.parameters()).isEqualTo(there.lastParameters());
    }

    @Test
    void withoutPatienceTheLastParametersAreTheResult() {
        Validation impatient = Validation.on(OTHER.rows().range(0, 6), 2);
        Trainer trainer = trainer().adam(0.1).iterations(40).validation(impatient);
        TrainingResult whole = trainer.fit(FLOW, DATA, KEY).training().orElseThrow();
        Trained<Model> begun = trainer.validation(impatient.withPatience(2)).fit(FLOW, DATA, KEY);
        assertThat(begun.training().orElseThrow().ending()).isEqualTo(Ending.STOPPED_EARLY);
        assertThat(begun.state().orElseThrow().best()).isPresent();

        TrainingResult resumed =
                trainer.resume(begun.state()).fit(FLOW, DATA, KEY).training().orElseThrow();
        assertThat(resumed.parameters()).isEqualTo(whole.lastParameters());
        assertThat(resumed.state()).isEqualTo(whole.state());
    }

    @Test
    void aCancelledRunContinuesWithTheSameProgram() {
        Path run = folder.resolve("run");
        Trained<Model> whole = trainer().fit(FLOW, DATA, KEY);
        for (int stop : List.of(3, 8, 9, 99)) {
            Cancellation cancellation = new Cancellation();
            TrainingListener stopping = (iteration, iterations, losses) -> {
                if (iteration >= stop) {
                    cancellation.request();
                }
            };
            Trained<Model> trained;
            try (CheckpointWriter checkpoints = CheckpointWriter.in(run)) {
                trained = trainer()
                        .cancellation(cancellation)
                        .listener(checkpoints.and(stopping))
                        .resume(checkpoints.latest())
                        .fit(FLOW, DATA, KEY);
            }
            assertThat(trained.training().orElseThrow().iterations()).isEqualTo(Math.min(stop, 10));
            if (stop == 99) {
                assertSame(trained, whole);
            }
        }
    }

    @Test
    void theLatestAndTheBestAreKept() throws Exception {
        Path run = folder.resolve("run");
        List<Double> losses = new ArrayList<>();
        TrainingListener hearing = new TrainingListener() {
            @Override
            public void iterated(long iteration, long iterations, Map<String, Double> current) {}

            @Override
            public void validated(long iteration, Map<String, Double> current) {
                losses.add(current.get("flow"));
            }
        };
        try (CheckpointWriter checkpoints = CheckpointWriter.in(run, 2)) {
            trainer()
                    .adam(0.3)
                    .iterations(22)
                    .validation(Validation.on(OTHER.rows(), 5))
                    .listener(hearing.and(checkpoints))
                    .fit(FLOW, DATA, KEY);
        }
        try (Stream<Path> files = Files.list(run)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .toList();
            // A checkpoint that came while another was being written may be skipped, but not the last one.
            assertThat(names).contains("best", "step-000000022").hasSizeBetween(2, 3);
        }
        int lowest = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
        try (Trained<Model> best = Trained.load(run.resolve("best"), oracle)) {
            assertThat(best.state().orElseThrow().iteration()).isEqualTo(5L * (lowest + 1));
            assertThat(best.state().orElseThrow().validation().get("flow").toDoubles())
                    .containsExactly(losses.subList(0, lowest + 1).stream()
                            .mapToDouble(Double::doubleValue)
                            .toArray());
        }
    }

    @Test
    void resumingADifferentTrainingIsRefused() {
        Trained<Model> short7 = trainer().iterations(7).fit(FLOW, DATA, KEY);
        Trainer resumed = trainer().resume(short7.state());
        assertThatThrownBy(() -> resumed.fit(FLOW, DATA, RandomKey.of(4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the key RandomKey[high=4, low=0] cannot be resumed from a state")
                .hasMessageContaining("high=3");
        assertThatThrownBy(() -> resumed.fit(FLOW, OTHER, KEY)).hasMessageContaining("would see other data or noise");
        assertThatThrownBy(() -> resumed.batch(9).fit(FLOW, DATA, KEY))
                .hasMessageContaining("would see other data or noise");
        assertThatThrownBy(() -> resumed.fit(new RealNvp(2, 5), DATA, KEY))
                .hasMessageContaining("its states lack {flow=[")
                .hasMessageContaining("and have {flow=[");
        assertThatThrownBy(() -> resumed.average(new ExponentialAverage(0.9)).fit(FLOW, DATA, KEY))
                .hasMessageContaining("its states lack {flow.average=[");
        assertThatThrownBy(() -> resumed.optimizer(Sgd.withRate(0.1)).fit(FLOW, DATA, KEY))
                .hasMessageContaining("and have {flow.slot.0=[");
    }

    @Test
    void foldersWithCheckpointsAreNotOverwritten() {
        Path run = folder.resolve("run");
        try (CheckpointWriter checkpoints = CheckpointWriter.in(run)) {
            trainer().listener(checkpoints).fit(FLOW, DATA, KEY);
        }
        try (CheckpointWriter checkpoints = CheckpointWriter.in(run)) {
            assertThatThrownBy(() -> trainer().listener(checkpoints).fit(FLOW, DATA, KEY))
                    .isInstanceOf(CheckpointException.class)
                    .hasMessageContaining("holds checkpoints of a training up to step 10, but this one is at step 0");
            assertThatThrownBy(() -> CheckpointWriter.in(run)).hasMessageContaining("is in use by this process");
        }
    }

    @Test
    void diskErrorsAreReportedAtTheEndWithoutLosingTraining() throws Exception {
        Path run = folder.resolve("run");
        CheckpointWriter checkpoints = CheckpointWriter.in(run);
        TrainingListener standing = (iteration, iterations, losses) -> {
            if (iteration == 9) {
                standInTheWay(run.resolve("step-000000010"));
            }
        };
        Trained<Model> trained = trainer().listener(standing.and(checkpoints)).fit(FLOW, DATA, KEY);
        assertThat(trained.training().orElseThrow().ending()).isEqualTo(Ending.COMPLETED);
        assertThatThrownBy(checkpoints::close)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("step-000000010: something other than a checkpoint is there");
        checkpoints.close();
    }

    @Test
    void diskErrorsAreReportedOnce() {
        Path run = folder.resolve("run");
        CheckpointWriter checkpoints = CheckpointWriter.in(run);
        TrainingListener standing = (iteration, iterations, losses) -> {
            if (iteration == 9) {
                standInTheWay(run.resolve("step-000000010"));
                standInTheWay(run.resolve("best"));
            }
        };
        trainer()
                .validation(Validation.on(OTHER.rows(), 10))
                .listener(standing.and(checkpoints))
                .fit(FLOW, DATA, KEY);
        assertThatThrownBy(checkpoints::close)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("step-000000010: something other than a checkpoint is there")
                .satisfies(first -> assertThat(first.getSuppressed())
                        .singleElement()
                        .asInstanceOf(InstanceOfAssertFactories.THROWABLE)
                        .hasMessageContaining("best: something other than a checkpoint is there"));
        checkpoints.close();
    }

    private static void standInTheWay(Path path) {
        try {
            Files.writeString(path, "something else");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
