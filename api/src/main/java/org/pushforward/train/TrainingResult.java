package org.pushforward.train;

import java.time.Duration;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.nn.ParameterValues;

/**
 * The result of training.
 *
 * @param parameters the values to use, including buffers: the best ones by validation with early stopping, otherwise averaged ones if
 *     there is an average, otherwise the last ones
 * @param lastParameters the values after the last step
 * @param losses the losses and reported quantities of each step by name, including steps before resuming
 * @param validation the losses and reported quantities on held-out rows, one for each validation, by name
 * @param iterations the number of completed steps, including steps before resuming
 * @param fresh the number of steps since the start or the last resume
 * @param preparing the time to trace and compile
 * @param running the time of the steps
 * @param ending the reason for the end
 * @param state the state for resuming training
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

    /** The reason why training ended. */
    public enum Ending {
        /** All steps were completed. */
        COMPLETED,
        /** The validation loss did not improve for the given patience. */
        STOPPED_EARLY,
        /** Its cancellation was requested, or its thread was interrupted. */
        CANCELLED,
        /** The deadline passed. */
        DEADLINE,
        /** A value was not finite. */
        FAILED
    }

    /** Returns the number of steps per second, excluding compilation. */
    public double iterationsPerSecond() {
        return fresh / Math.max(running.toNanos() * 1e-9, 1e-9);
    }
}
