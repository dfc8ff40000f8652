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
import org.pushforward.backend.support.Workers;
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

        List<DeviceTeam> teams = new ArrayList<>();
        try {
            for (List<EngineChoice> team : EngineChoice.teams(experiment.run(), backends)) {
                teams.add(DeviceTeam.open(team, experiment.run(), backends));
                String engine = team.get(0).backend();
                // The interpreter has no description; its version is that of Pushforward.
                Optional.ofNullable(backends.descriptions().get(engine))
                        .ifPresent(description -> versions.put(engine, description.engine()));
            }
            runAll(logs, teams, experiment.run().seeds(), cancellation, listener);
        } finally {
            Closer.closeAll(teams, DeviceTeam::close);
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
            List<DeviceTeam> teams,
            int trainings,
            Cancellation cancellation,
            RunListener listener) {
        int total = teams.size()
                * trainings
                * logs.keySet().stream()
                        .mapToInt(prepared -> prepared.models().size())
                        .sum();
        int count = 0;
        for (DeviceTeam team : teams) {
            List<ExperimentPart> jobs = new ArrayList<>();
            for (Map.Entry<Prepared, ResultLog> entry : logs.entrySet()) {
                EvaluationContext context = entry.getKey().context();
                ResultLog log = entry.getValue();
                if (team == teams.get(0)) {
                    jobs.add(backend -> log.real(context.real(backend, cancellation)));
                }
                // Trains every model once before any model is trained again, so that a stopped run covers all models.
                for (int training = 1; training <= trainings; training++) {
                    for (BuiltModel built : entry.getKey().models()) {
                        count++;
                        int number = count;
                        int repetition = training;
                        jobs.add(backend -> {
                            RunListener.TrainingTask task = new RunListener.TrainingTask(
                                    context.name(), built.candidate().title(), engine(backend), number, total);
                            listener.started(task);
                            Trial.TrialOutcome outcome = new Trial(
                                            context, built, backend, team.place(), repetition, cancellation)
                                    .run(listener, task);
                            log.add(number, built.candidate(), outcome);
                            listener.finished(task, outcome.result());
                        });
                    }
                }
            }
            try {
                Workers.of(team.backends()).map(jobs, (backend, job) -> done(job, backend, cancellation));
            } catch (CancellationException e) {
                return;
            }
        }
    }

    /** A part of the work of an experiment. */
    private interface ExperimentPart {
        void run(Backend backend);
    }

    /** Does a job, unless a stop was requested, and returns whether it did. */
    private static boolean done(ExperimentPart job, Backend backend, Cancellation cancellation) {
        if (Thread.currentThread().isInterrupted()) {
            cancellation.request();
        }
        if (cancellation.isRequested()) {
            return false;
        }
        job.run(backend);
        return true;
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
