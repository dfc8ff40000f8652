package org.pushforward.benchmark.report;

import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A loss over the iterations of training. Value i belongs to iteration {@code first + i stride}.
 *
 * @param name the name of the loss, such as critic
 * @param first the iteration of the first value, 1 or more
 * @param stride the number of iterations between kept values, 1 or more
 * @param values the values, f64[kept]; they may be NaN
 */
public record LossCurve(String name, int first, int stride, HostArray values) {

    /** Refuses iterations below 1 and values whose rank is not 1. */
    public LossCurve {
        if (first < 1 || stride < 1 || values.shape().rank() != 1) {
            throw new IllegalArgumentException("loss " + name + " of " + values.type() + " from iteration " + first
                    + " on at stride " + stride + ": expected rank 1, and 1 or more");
        }
    }

    /**
     * Returns a curve that keeps at most a given number of values, with the smallest possible stride.
     *
     * @param name the name of the loss
     * @param losses the losses, at equal intervals
     * @param every the number of iterations between losses, and up to the first loss
     * @param atMost the largest number of values to keep, 1 or more
     * @throws IllegalArgumentException if {@code atMost} is less than 1
     */
    public static LossCurve thinned(String name, double[] losses, int every, int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException(
                    "loss " + name + " thinned to " + atMost + " values: expected 1 or more");
        }
        int stride = Math.max(1, (losses.length + atMost - 1) / atMost);
        double[] kept = new double[(losses.length + stride - 1) / stride];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = losses[i * stride];
        }
        return new LossCurve(name, every, every * stride, HostArray.wrap(Shape.of(kept.length), kept));
    }

    /** Returns the iteration of a kept value, counted from 1. */
    public long iteration(int position) {
        return first + (long) position * stride;
    }
}
