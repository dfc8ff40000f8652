package org.pushforward.benchmark.timing;

/**
 * How long a workload is timed: until the seconds are spent or the steps are done, but at least {@value #LEAST_STEPS} steps.
 *
 * @param seconds the time of all timed steps, positive
 * @param maxSteps the most steps that are timed
 */
public record Budget(double seconds, int maxSteps) {
    /** The fewest steps that are timed, however long they take. */
    static final int LEAST_STEPS = 5;

    /** Refuses no time and fewer steps than are timed at least. */
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
