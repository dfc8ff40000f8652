package org.pushforward.conformance.models;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.random.RandomKey;
import org.pushforward.train.CheckpointWriter;
import org.pushforward.train.Trained;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingListener;
import org.pushforward.train.Validation;

/**
 * A program that trains a small model and keeps checkpoints, for tests that kill it. If it is run again, it resumes. It prints
 * {@code iteration N} after each step and waits for a byte of input before the next step. After the end of its input it no longer waits.
 */
public final class TrainingProcess {
    /** The folder of the checkpoints, inside the one that the program is given. */
    public static final String RUN = "run";

    /** The folder of the model at the end of training, inside the same one. */
    public static final String RESULT = "result";

    /** The number of steps from one checkpoint to the next. */
    public static final int SNAPSHOTS = 3;

    private static final RandomKey KEY = ModelCase.KEY.fold("killed");
    private static final int ITERATIONS = 60;

    private TrainingProcess() {}

    /**
     * Trains.
     *
     * @param arguments the name of a backend, that of an example of a family, and a folder
     */
    public static void main(String[] arguments) {
        Family.Example example = Family.all().values().stream()
                .flatMap(family -> family.examples().stream())
                .filter(each -> each.name().equals(arguments[1]))
                .findFirst()
                .orElseThrow();
        Path folder = Path.of(arguments[2]);
        Rows rows = ModelCase.rows(example.data().schema(), 64, KEY.fold("data"));
        try (Backend backend =
                        Backends.open(arguments[0], BackendOptions.defaults().withThreads(2));
                CheckpointWriter checkpoints = CheckpointWriter.in(folder.resolve(RUN), 2)) {
            Trained<Model> trained = Trainer.on(backend)
                    .adam(1e-2)
                    .batch(8)
                    .iterations(ITERATIONS)
                    .snapshots(SNAPSHOTS)
                    .average(new ExponentialAverage(0.9))
                    .preprocessing(Preprocessing.standardize())
                    .validation(Validation.on(rows.range(0, 8), 4).withPatience(ITERATIONS))
                    .listener(checkpoints.and(permitted()))
                    .resume(checkpoints.latest())
                    .fit(example.family(), new Dataset(rows.range(8, 64)), KEY);
            trained.save(folder.resolve(RESULT));
        }
        System.out.println("done");
    }

    private static TrainingListener permitted() {
        return (iteration, iterations, losses) -> {
            System.out.println("iteration " + iteration);
            try {
                System.in.read();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }
}
