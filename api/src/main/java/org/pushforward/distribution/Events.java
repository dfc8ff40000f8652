package org.pushforward.distribution;

import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** Functions on tensors of shape [n, ...] whose rows are samples. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Events {
    private Events() {}

    /** Returns the sum over each row, of shape [n]. */
    public static Tensor sum(Tensor x) {
        int rank = x.shape().rank();
        return rank == 1 ? x : x.sum(IntStream.range(1, rank).toArray());
    }

    /**
     * Checks that rows have the shape of one sample. Rows do not broadcast: a row of one number is not a row of two.
     *
     * @param name the name of x in the message
     * @throws IllegalArgumentException if they do not; the message contains both shapes
     */
    public static void check(String name, Tensor x, Shape event) {
        if (x.shape().rank() != event.rank() + 1 || !x.shape().without(0).equals(event)) {
            throw new IllegalArgumentException(
                    name + " of type " + x.type() + ": expected [n, ...] with rows of shape " + event);
        }
    }
}
