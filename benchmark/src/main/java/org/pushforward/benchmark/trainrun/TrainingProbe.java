package org.pushforward.benchmark.trainrun;

import java.time.Duration;
import org.pushforward.backend.Backend;
import org.pushforward.train.Trained;
import org.pushforward.train.TrainingResult;

/**
 * The cost of training, estimated from a few iterations.
 *
 * @param preparing the time to trace and compile
 * @param iteration the time of an iteration
 * @param bytes the memory for the parameters, the optimizer's moments and the average
 */
public record TrainingProbe(Duration preparing, Duration iteration, long bytes) {
    private static final int ITERATIONS = 20;
    private static final int COPIES = 4;

    /** Trains for a few iterations and discards the result. */
    public static TrainingProbe of(PreparedTraining prepared, Backend backend) {
        int some = Math.min(ITERATIONS, prepared.settings().training().iterations());
        try (Trained<?> trained = prepared.trainer(backend)
                .iterations(some)
                .fit(prepared.settings().model(), prepared.training(), prepared.trainingKey())) {
            TrainingResult result = trained.training().orElseThrow();
            return new TrainingProbe(
                    result.preparing(), result.running().dividedBy(some), COPIES * Float.BYTES * prepared.parameters());
        }
    }
}
