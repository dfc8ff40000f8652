package org.pushforward.optim;

import org.pushforward.Stability;

/** A learning rate schedule. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface LearningRate {

    /** Returns the rate at an iteration, counted from 1. */
    double at(long step);

    /** Returns the constant rate. */
    static LearningRate constant(double rate) {
        positive("rate", rate);
        return step -> rate;
    }

    /** Returns cosine decay from {@code rate} to {@code last} at {@code steps}, and {@code last} afterwards. */
    static LearningRate cosine(double rate, double last, long steps) {
        positive("rate", rate);
        positive("steps", steps);
        return step -> {
            double done = Math.min(1, (double) step / steps);
            return last + (rate - last) * (1 + StrictMath.cos(Math.PI * done)) / 2;
        };
    }

    /** Returns exponential decay, {@code rate factor^(step / steps)}. */
    static LearningRate exponential(double rate, double factor, long steps) {
        positive("rate", rate);
        positive("factor", factor);
        positive("steps", steps);
        return step -> rate * StrictMath.pow(factor, (double) step / steps);
    }

    /**
     * Returns this schedule with a linear warmup: multiplied by a factor that grows from 0 to 1 over the first steps.
     *
     * @param steps their number; 0 changes nothing
     * @throws IllegalArgumentException if it is negative
     */
    default LearningRate afterWarmup(long steps) {
        if (steps < 0) {
            throw new IllegalArgumentException("steps = " + steps + " of a warmup: expected 0 or more");
        }
        return step -> at(step) * Math.min(1, step / (double) steps);
    }

    private static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " = " + value + " of a schedule: expected a positive number");
        }
    }
}
