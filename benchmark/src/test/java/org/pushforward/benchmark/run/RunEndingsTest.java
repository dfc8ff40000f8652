package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Report;

/** What ends a run before its time, and what is kept of it. */
class RunEndingsTest {
    private final ExperimentRunner runner = new ExperimentRunner(new InstalledBackends());

    private Report run(Runnable atThirdIterationOfTheSecondModel) {
        return runner.run(Trials.ofAllKinds(), new Cancellation(), new RunListener() {
            @Override
            public void iterated(TrainingTask task, long iteration, long iterations) {
                if (task.number() == 2 && iteration == 3) {
                    atThirdIterationOfTheSecondModel.run();
                }
            }
        });
    }

    @Test
    void aModelThatRunsOutOfMemoryCostsNoOther() {
        Report report = run(() -> {
            throw new OutOfMemoryError("Java heap space");
        });
        assertThat(report.status()).isEqualTo(Report.Status.PARTLY_FAILED);
        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models).hasSize(4);
        assertThat(models.get(1).failure().orElseThrow())
                .contains("ran out of memory (Java heap space)")
                .contains("-Xmx");
        assertThat(models.get(0).samplers()).isNotEmpty();
        assertThat(models.get(3).samplers()).isNotEmpty();
    }

    @Test
    void anInterruptOfTheThreadIsACancellation() {
        Report report = run(() -> Thread.currentThread().interrupt());
        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.status()).isEqualTo(Report.Status.INTERRUPTED);
        List<ModelResult> models = report.comparisons().get(0).models();
        assertThat(models).hasSize(2);
        assertThat(models.get(1).iterations()).isEqualTo(3);
        assertThat(models.get(1).samplers()).as("what was learned is scored").isNotEmpty();
    }
}
