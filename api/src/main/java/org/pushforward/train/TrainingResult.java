package org.pushforward.train;

import java.time.Duration;
import java.util.Map;
import org.pushforward.nn.ParameterValues;

/**
 * What training left.
 *
 * @param parameters the values to use: averaged ones if an average was asked for
 * @param lastParameters the values after the last iteration
 * @param losses the losses of each iteration by name
 * @param iterations the number of iterations done
 * @param preparing the time to trace and compile
 * @param running the time of the iterations
 * @param ending why it ended
 */
public record TrainingResult(
        ParameterValues parameters,
        ParameterValues lastParameters,
        Map<String, double[]> losses,
        long iterations,
        Duration preparing,
        Duration running,
        Ending ending) {

    /** Why training ended. */
    public enum Ending {
        /** Every iteration was done. */
        COMPLETED,
        /** Its cancellation was requested. */
        CANCELLED,
        /** Its time was up. */
        DEADLINE
    }

    /** Returns the number of iterations a second, compilation apart. */
    public double iterationsPerSecond() {
        return iterations / Math.max(running.toNanos() * 1e-9, 1e-9);
    }
}
