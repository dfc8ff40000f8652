package org.pushforward.benchmark.timing;

/**
 * How long a workload is timed: until the time is up or the steps are done, but for at least {@value #LEAST_STEPS}
 * steps.
 *
 * @param seconds the time for all timed steps, positive
 * @param maxSteps the largest number of timed steps
 */
public record Budget(double seconds, int maxSteps) {
    /** The smallest number of timed steps, however long they take. */
    static final int LEAST_STEPS = 5;

    /** Refuses a time that is not positive, and too few steps. */
    public Budget {
        if (!(seconds > 0) || !Double.isFinite(seconds)) {
            throw new IllegalArgumentException("seconds = " + seconds + " of timing: expected a positive number");
        }
        if (maxSteps < LEAST_STEPS) {
            throw new IllegalArgumentException(
                    "max-steps = " + maxSteps + " of timing: expected " + LEAST_STEPS + " or more");
        }
    }

    boolean isSpent(int steps, double elapsed) {
        return steps >= LEAST_STEPS && (steps >= maxSteps || elapsed >= seconds);
    }
}
