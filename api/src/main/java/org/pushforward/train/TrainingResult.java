package org.pushforward.train;

import java.time.Duration;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.nn.ParameterValues;

/**
 * What training left.
 *
 * @param parameters the values to use, buffers included: the best ones by validation if it stops early, else averaged ones if an
 *     average was asked for, else the last ones
 * @param lastParameters the values after the last step
 * @param losses the losses and reported quantities of each step by name, those before it was resumed included
 * @param validation the losses and reported quantities on held-out rows, one for each validation, by name
 * @param iterations the number of steps done, those before it was resumed included
 * @param fresh the number of steps done here
 * @param preparing the time to trace and compile
 * @param running the time of the steps
 * @param ending why it ended
 * @param state everything that is needed to go on
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record TrainingResult(
        ParameterValues parameters,
        ParameterValues lastParameters,
        Map<String, double[]> losses,
        Map<String, double[]> validation,
        long iterations,
        long fresh,
        Duration preparing,
        Duration running,
        Ending ending,
        TrainingState state) {

    /** Why training ended. */
    public enum Ending {
        /** Every step was done. */
        COMPLETED,
        /** The validation loss had not fallen for long enough. */
        STOPPED_EARLY,
        /** Its cancellation was requested, or its thread was interrupted. */
        CANCELLED,
        /** Its time was up. */
        DEADLINE,
        /** A value was not finite. */
        FAILED
    }

    /** Returns the number of steps a second, compilation apart. */
    public double iterationsPerSecond() {
        return fresh / Math.max(running.toNanos() * 1e-9, 1e-9);
    }
}
