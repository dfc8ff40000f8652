package org.pushforward.benchmark.trainrun;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.data.file.FileSettings;
import org.pushforward.benchmark.data.file.FileTarget;
import org.pushforward.checkpoint.Software;
import org.pushforward.data.Rows;
import org.pushforward.model.Model;
import org.pushforward.random.RandomKey;
import org.pushforward.train.CheckpointWriter;
import org.pushforward.train.Trained;
import org.pushforward.train.TrainingException;
import org.pushforward.train.TrainingListener;
import org.pushforward.train.TrainingResult;

/** Trains the model of a run, from the beginning or from its last checkpoint. Not safe for use by several threads. */
public final class TrainingJob {
    private static final int SCORED = 5000;
    /** The approximate number of lines of losses in the log. */
    private static final int LOGGED = 2000;

    private final TrainedRun run;
    private final PreparedTraining prepared;
    private final Backend backend;

    private TrainingJob(TrainedRun run, PreparedTraining prepared, Backend backend) {
        this.run = run;
        this.prepared = prepared;
        this.backend = backend;
    }

    /**
     * Creates the folder of a new run.
     *
     * @param command the words of the command, for the manifest
     * @throws IllegalArgumentException if the path exists already, or the disk has too little space for the checkpoints
     */
    public static TrainingJob begin(Path folder, List<String> command, PreparedTraining prepared, Backend backend) {
        DiskRoom.check(folder, prepared);
        Optional<FileSettings> file = prepared.settings().file();
        RunManifest manifest = new RunManifest(
                RunManifest.FORMAT,
                prepared.settings().name(),
                command,
                Instant.now().truncatedTo(ChronoUnit.SECONDS),
                Software.of(backend),
                prepared.columns(),
                prepared.coordinates(),
                file.map(FileSettings::condition).orElse(List.of()),
                file.map(FileSettings::classes).orElse(List.of()),
                file.map(each -> DataChecksum.of(Path.of(each.path()))),
                prepared.parameters());
        return new TrainingJob(
                TrainedRun.create(folder, manifest, prepared.settings().absolute()), prepared, backend);
    }

    /**
     * Checks the data of a run before it is read, because data that has changed may be unfit in many ways. A missing file passes,
     * since reading it is an error of its own.
     *
     * @throws IllegalArgumentException if the data file has changed
     */
    public static void checkData(TrainedRun run) {
        run.manifest().dataSha256().ifPresent(expected -> {
            Path file = Path.of(run.settings().file().orElseThrow().path());
            if (Files.exists(file) && !DataChecksum.of(file).equals(expected)) {
                throw new IllegalArgumentException(
                        file + " has changed since this run began, according to its checksum: restore"
                                + " the old file, or start a new run");
            }
        });
    }

    /** Returns the job that resumes a run. */
    public static TrainingJob resume(TrainedRun run, PreparedTraining prepared, Backend backend) {
        return new TrainingJob(run, prepared, backend);
    }

    /** Returns the run. */
    public TrainedRun run() {
        return run;
    }

    /**
     * Trains to the end or until cancellation is requested. Then the folder contains the latest parameters.
     *
     * @throws RuntimeException if a file cannot be written
     */
    public RunResult run(Cancellation cancellation, TrainingListener progress) {
        long every = Math.max(1, prepared.settings().training().iterations() / LOGGED);
        try (CheckpointWriter checkpoints = CheckpointWriter.in(
                        run.checkpoints(), prepared.settings().checkpoints().keep());
                MetricsLog log = new MetricsLog(run.metrics(), every);
                Trained<Model> trained = prepared.trainer(backend)
                        .cancellation(cancellation)
                        .listener(log.and(progress).and(checkpoints))
                        .resume(checkpoints.latest())
                        .fit(prepared.settings().model(), prepared.training(), prepared.trainingKey())) {
            TrainingResult training = trained.training().orElseThrow();
            boolean stopped = training.ending() == TrainingResult.Ending.CANCELLED;
            ModelScores scores = stopped ? none(trained, cancellation) : scored(trained, cancellation);
            return ended(training, scores, Optional.empty());
        } catch (TrainingException e) {
            RunResult failed = e.result()
                    .map(result -> result(result, Optional.empty(), Optional.of(e.getMessage())))
                    .orElseGet(() -> nothing("failed", Optional.of(e.getMessage())));
            run.write(failed);
            return failed;
        } catch (CancellationException e) {
            // The compilation was given up.
            RunResult stopped = nothing("cancelled", Optional.empty());
            run.write(stopped);
            return stopped;
        }
    }

    private ModelScores none(Trained<Model> trained, Cancellation cancellation) {
        return ModelScores.of(trained, backend, Rows.none(), RandomKey.of(0), cancellation);
    }

    private ModelScores scored(Trained<Model> trained, Cancellation cancellation) {
        RandomKey key = RandomKey.of(prepared.settings().run().seed()).fold("scores");
        try {
            return ModelScores.of(trained, backend, test(key), key, cancellation);
        } catch (CancellationException e) {
            return none(trained, cancellation);
        }
    }

    /** Returns test rows, possibly none. */
    private Rows test(RandomKey key) {
        if (prepared.target() instanceof FileTarget file) {
            Rows rows = file.rows().test();
            return rows.range(0, Math.min(rows.count(), 2 * SCORED));
        }
        return prepared.target().examined(2 * SCORED, key.fold("test"));
    }

    private RunResult ended(TrainingResult training, ModelScores scores, Optional<String> failure) {
        RunResult result = result(training, Optional.of(scores), failure);
        run.write(result);
        return result;
    }

    private static RunResult result(TrainingResult training, Optional<ModelScores> scores, Optional<String> failure) {
        return new RunResult(
                training.ending().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                failure,
                training.iterations(),
                Math.round(training.running().toMillis()) / 1000.0,
                last(training.losses()),
                last(training.validation()),
                boxed(scores.map(ModelScores::logLikelihood)),
                boxed(scores.map(ModelScores::logLikelihoodError)),
                boxed(scores.map(ModelScores::slicedWasserstein)),
                boxed(scores.map(ModelScores::slicedWassersteinFloor)));
    }

    private RunResult nothing(String ending, Optional<String> failure) {
        return new RunResult(
                ending,
                failure,
                run.iteration().orElse(0),
                0,
                Map.of(),
                Map.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Optional<Double> boxed(Optional<OptionalDouble> value) {
        return value.filter(OptionalDouble::isPresent)
                .map(OptionalDouble::getAsDouble)
                .filter(Double::isFinite);
    }

    private static Map<String, Double> last(Map<String, double[]> curves) {
        Map<String, Double> last = new LinkedHashMap<>();
        curves.forEach((name, values) -> {
            if (values.length > 0 && Double.isFinite(values[values.length - 1])) {
                last.put(name, values[values.length - 1]);
            }
        });
        return last;
    }
}
