package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** Functions on tensors of noise levels. */
public final class Levels {
    private Levels() {}

    /** Returns a scalar as the level of all rows of x, of shape [1, 1, ..., 1]. */
    public static Tensor of(Tensor scalar, Tensor x) {
        return scalar.reshape(x.shape().perRow().with(0, 1));
    }

    /**
     * Checks that there is one level for each row of x or one for all rows. A vector of n levels is refused, because with data of shape
     * [n, n] it would broadcast along the wrong axis.
     *
     * @throws IllegalArgumentException otherwise; the message contains both types
     */
    public static void check(Tensor sigma, Tensor x) {
        Shape each = x.shape().perRow();
        if (!sigma.shape().equals(each) && !sigma.shape().equals(each.with(0, 1))) {
            throw new IllegalArgumentException("noise levels of type " + sigma.type() + " for data of type " + x.type()
                    + ": expected shape " + each + " or " + each.with(0, 1));
        }
    }
}
