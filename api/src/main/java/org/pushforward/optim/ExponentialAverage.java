package org.pushforward.optim;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * The exponential moving average of parameters: a := a + w (theta - a), with w = 1 - min(decay, (1 + t)/(10 + t)), so
 * that early steps are forgotten quickly.
 *
 * @param decay the limit of the decay for large t, in [0, 1)
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ExponentialAverage(double decay) {
    /** Refuses a decay outside [0, 1). */
    public ExponentialAverage {
        if (!(decay >= 0 && decay < 1)) {
            throw new IllegalArgumentException("decay = " + decay + " of an average: expected one in [0, 1)");
        }
    }

    /** Returns w at a step, counted from 1. */
    public double weight(long step) {
        return 1 - Math.min(decay, (1.0 + step) / (10.0 + step));
    }

    /** Returns the new average. */
    public Tensor update(Tensor average, Tensor parameters, Tensor weight) {
        return average.add(parameters.sub(average).mul(weight));
    }
}
