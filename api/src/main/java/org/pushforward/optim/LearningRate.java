package org.pushforward.optim;

import org.pushforward.Stability;

/** A learning rate for each iteration of training. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface LearningRate {

    /** Returns the rate at an iteration, counted from 1. */
    double at(long step);

    /** Returns the same rate for ever. */
    static LearningRate constant(double rate) {
        positive("rate", rate);
        return step -> rate;
    }

    /** Returns half a cosine from {@code rate} down to {@code last} at {@code steps}, and {@code last} from there on. */
    static LearningRate cosine(double rate, double last, long steps) {
        positive("rate", rate);
        positive("steps", steps);
        return step -> {
            double done = Math.min(1, (double) step / steps);
            return last + (rate - last) * (1 + StrictMath.cos(Math.PI * done)) / 2;
        };
    }

    /** Returns {@code rate factor^(step / steps)}. */
    static LearningRate exponential(double rate, double factor, long steps) {
        positive("rate", rate);
        positive("factor", factor);
        positive("steps", steps);
        return step -> rate * StrictMath.pow(factor, (double) step / steps);
    }

    /** Returns this schedule multiplied by a line from 0 to 1 over the first steps. */
    default LearningRate afterWarmup(long steps) {
        return step -> at(step) * Math.min(1, (double) step / Math.max(1, steps));
    }

    private static void positive(String name, double value) {
        if (!(value > 0)) {
            throw new IllegalArgumentException(name + " = " + value + " of a schedule: expected a positive number");
        }
    }
}
