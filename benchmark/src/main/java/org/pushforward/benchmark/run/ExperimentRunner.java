package org.pushforward.benchmark.run;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.Experiment;
import org.pushforward.benchmark.report.Machine;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.random.RandomKey;

/**
 * Runs experiments. Before training starts, all data is loaded, every model is built and every engine is opened, so
 * that invalid settings are reported immediately. After that, a failing model does not affect the others, and a
 * cancellation keeps the results so far. Safe for use by several threads.
 */
public final class ExperimentRunner {
    private final BackendSource backends;

    /** Creates a runner. */
    public ExperimentRunner(BackendSource backends) {
        this.backends = backends;
    }

    /**
     * Runs an experiment and returns its report; if it was cancelled, the report contains the results so far.
     *
     * @throws BackendException if a backend or its device is not available
     * @throws IllegalArgumentException if data is invalid, or a model does not support it
     */
    public Report run(Experiment experiment, Cancellation cancellation, RunListener listener) {
        OffsetDateTime started = OffsetDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        long start = System.nanoTime();
        RandomKey root = RandomKey.of(experiment.run().seed());
        Map<Prepared, ResultLog> logs = new LinkedHashMap<>();
        experiment.comparisons().stream()
                .map(comparison -> Prepared.of(comparison, experiment.evaluation(), root))
                .forEach(prepared -> logs.put(prepared, new ResultLog(prepared)));
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("Pushforward", Version.current());

        List<Backend> engines = new ArrayList<>();
        try {
            for (EngineChoice choice : EngineChoice.of(experiment.run(), backends)) {
                engines.add(choice.open(experiment.run(), backends));
                // The interpreter has no description; its version is that of Pushforward.
                Optional.ofNullable(backends.descriptions().get(choice.backend()))
                        .ifPresent(description -> versions.put(choice.backend(), description.engine()));
            }
            runAll(logs, engines, experiment.run().seeds(), cancellation, listener);
        } finally {
            engines.forEach(Backend::close);
        }
        return new Report(
                experiment.name(),
                experiment.run().seed(),
                started,
                Duration.ofNanos(System.nanoTime() - start),
                status(logs.values(), cancellation),
                experiment.toYaml(),
                Machine.current(),
                versions,
                logs.values().stream()
                        .filter(log -> !log.isEmpty())
                        .map(ResultLog::comparison)
                        .toList(),
                logs.values().stream().flatMap(log -> log.agreements().stream()).toList());
    }

    private static void runAll(
            Map<Prepared, ResultLog> logs,
            List<Backend> engines,
            int trainings,
            Cancellation cancellation,
            RunListener listener) {
        int total = engines.size()
                * trainings
                * logs.keySet().stream()
                        .mapToInt(prepared -> prepared.models().size())
                        .sum();
        int number = 0;
        for (Backend backend : engines) {
            for (Map.Entry<Prepared, ResultLog> entry : logs.entrySet()) {
                EvaluationContext context = entry.getKey().context();
                if (backend == engines.get(0) && !cancellation.isRequested()) {
                    try {
                        entry.getValue().real(context.real(backend, cancellation));
                    } catch (CancellationException e) {
                        return;
                    }
                }
                // Trains every model once before any model is trained again, so that a stopped run covers all models.
                for (int training = 1; training <= trainings; training++) {
                    for (BuiltModel built : entry.getKey().models()) {
                        if (Thread.currentThread().isInterrupted()) {
                            cancellation.request();
                        }
                        if (cancellation.isRequested()) {
                            return;
                        }
                        number++;
                        RunListener.Task task = new RunListener.Task(
                                context.name(), built.candidate().title(), engine(backend), number, total);
                        listener.started(task);
                        Trial.Outcome outcome =
                                new Trial(context, built, backend, training, cancellation).run(listener, task);
                        entry.getValue().add(built.candidate(), outcome);
                        listener.finished(task, outcome.result());
                    }
                }
            }
        }
    }

    private static String engine(Backend backend) {
        return ModelResult.engine(backend.name(), backend.options().place());
    }

    private static Report.Status status(Collection<ResultLog> logs, Cancellation cancellation) {
        if (Thread.currentThread().isInterrupted()) {
            cancellation.request();
        }
        if (cancellation.isRequested()) {
            return Report.Status.INTERRUPTED;
        }
        List<ModelResult> results =
                logs.stream().flatMap(log -> log.results().stream()).toList();
        long failed =
                results.stream().filter(result -> result.failure().isPresent()).count();
        if (failed == 0) {
            return Report.Status.COMPLETE;
        }
        return failed == results.size() ? Report.Status.FAILED : Report.Status.PARTLY_FAILED;
    }
}
