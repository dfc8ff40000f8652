package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Cancellation;
import org.pushforward.backend.Device;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.data.ToySettings;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.family.VaeFamily;

/** Several cards, with stand-ins for them, that share the trainings of an experiment. */
class SpreadTest {
    private final Cards cards = new Cards();
    private final Experiment experiment = Trials.small("spread")
            .compare(
                    "moons",
                    new ToySettings(),
                    Candidate.of(new RealNvp(2, 4), Trials.training(12)),
                    Candidate.of(new VaeFamily(1, 4), Trials.training(12)))
            .compare("modes", new ToySettings("eight-gaussians"), Candidate.of(new RealNvp(2, 4), Trials.training(12)))
            .build();

    private Report run(Experiment given, String device, boolean spread, Cancellation stop, RunListener listener) {
        RunSettings run = given.run().withDevice(device).withSeeds(2).withSpread(spread);
        return new ExperimentRunner(cards).run(given.withRun(run), stop, listener);
    }

    private static List<ModelResult> models(Report report) {
        return report.comparisons().stream()
                .flatMap(comparison -> comparison.models().stream())
                .toList();
    }

    /** Waits in the first training until another one has begun. */
    private static final class Meeting implements RunListener {
        private final CountDownLatch two = new CountDownLatch(2);
        private final Set<String> engines = ConcurrentHashMap.newKeySet();
        private final List<Integer> finished = Collections.synchronizedList(new ArrayList<>());

        @Override
        public void started(TrainingTask task) {
            assertThat(task.total()).isEqualTo(6);
            engines.add(task.engine());
            two.countDown();
            try {
                assertThat(two.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void finished(TrainingTask task, ModelResult result) {
            finished.add(task.number());
        }
    }

    @Test
    void cardsTrainAtTheSameTimeAndGiveTheResultsOfOneCard() {
        Report alone = run(experiment, "gpu:0", false, new Cancellation(), RunListener.silent());
        Meeting meeting = new Meeting();

        Report shared = run(experiment, "gpu:0,gpu:1", true, new Cancellation(), meeting);

        assertThat(meeting.engines).containsExactlyInAnyOrder("onnx gpu:0", "onnx gpu:1");
        assertThat(meeting.finished).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6);
        assertThat(shared.status()).isEqualTo(Report.Status.COMPLETE);
        assertThat(models(shared)).extracting(ModelResult::engine).containsOnly("onnx gpu:0,gpu:1");
        assertThat(models(shared)).extracting(ModelResult::number).containsExactly(1, 2, 1, 2, 1, 2);
        for (int i = 0; i < 6; i++) {
            ModelResult expected = models(alone).get(i);
            ModelResult actual = models(shared).get(i);
            assertThat(actual.title()).isEqualTo(expected.title());
            assertThat(actual.number()).isEqualTo(expected.number());
            assertThat(actual.losses()).usingRecursiveComparison().isEqualTo(expected.losses());
            assertThat(actual.samplers().get(0).scores())
                    .isEqualTo(expected.samplers().get(0).scores());
            assertThat(actual.samplers().get(0).samples())
                    .isEqualTo(expected.samplers().get(0).samples());
        }
        assertThat(shared.comparisons())
                .extracting(ComparisonResult::name, ComparisonResult::real)
                .isEqualTo(alone.comparisons().stream()
                        .map(comparison -> tuple(comparison.name(), comparison.real()))
                        .toList());
        assertThat(shared.agreements()).isEmpty();
    }

    @Test
    void allCardsAreThoseThatTheBackendDescribes() {
        run(experiment, "gpu:all", true, new Cancellation(), RunListener.silent());
        assertThat(cards.opened()).containsExactly(Device.gpu(0), Device.gpu(1));
    }

    @Test
    void withoutSpreadingEachDeviceTrainsEachModel() {
        Report report = run(experiment, "gpu:0,gpu:1", false, new Cancellation(), RunListener.silent());
        assertThat(models(report)).hasSize(12).extracting(ModelResult::engine).containsOnly("onnx gpu:0", "onnx gpu:1");
        assertThat(report.agreements()).hasSize(3);
    }

    @Test
    void aModelThatFailsNamesItsCardAndDoesNotStopTheOthers() {
        Experiment divergent = Trials.small("failing")
                .compare(
                        "moons",
                        new ToySettings(),
                        Candidate.of(new Trials.Divergent(), Trials.training(12)),
                        Candidate.of(new RealNvp(2, 4), Trials.training(12)))
                .build();
        Report report = run(divergent, "gpu:0,gpu:1", true, new Cancellation(), RunListener.silent());
        assertThat(report.status()).isEqualTo(Report.Status.PARTLY_FAILED);
        assertThat(models(report)).hasSize(4);
        assertThat(models(report).subList(0, 2))
                .extracting(ModelResult::failure)
                .allSatisfy(failure -> assertThat(failure.orElseThrow()).matches("(?s)gpu:[01]: .*"));
        assertThat(models(report).subList(2, 4))
                .extracting(ModelResult::failure)
                .containsOnly(Optional.empty());
    }

    @Test
    void aStopKeepsTheResultsSoFarInOrder() {
        Cancellation stop = new Cancellation();
        Report report = run(experiment, "gpu:0,gpu:1", true, stop, new RunListener() {
            @Override
            public void finished(TrainingTask task, ModelResult result) {
                stop.request();
            }
        });
        assertThat(report.status()).isEqualTo(Report.Status.INTERRUPTED);
        // The training that ended, and the one that the other card was doing.
        assertThat(models(report)).isNotEmpty().hasSizeLessThanOrEqualTo(2);
        assertThat(report.comparisons()).extracting(ComparisonResult::name).startsWith("moons");
    }

    @Test
    void devicesThatRoundDifferentlyDoNotShareWork() {
        for (String mixed : new String[] {"cpu,gpu:0", "all"}) {
            assertThatThrownBy(() -> run(experiment, mixed, true, new Cancellation(), RunListener.silent()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected devices of one kind");
        }
        assertThatThrownBy(() -> run(experiment, "gpu:0,gpu:7", true, new Cancellation(), RunListener.silent()))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("gpu:7");
        assertThat(cards.opened()).containsExactly(Device.gpu(0));
    }
}
