package org.pushforward.nn;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;

/**
 * Functions of logits, which are logarithms of unnormalized probabilities along an axis: the softmax, its logarithm, and
 * the logarithm of the normalizer. Each subtracts the largest logit first, so none overflows.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Logits {
    private Logits() {}

    /** Returns the softmax: e^x divided by its sum along an axis. */
    public static Tensor softmax(Tensor x, int axis) {
        return Tensor.of(new Normalization.Softmax(x.shape().axis(axis)), List.of(x));
    }

    /** Returns the logarithm of the softmax, x - log sum e^x. It is accurate even where the softmax underflows to 0. */
    public static Tensor logSoftmax(Tensor x, int axis) {
        return Tensor.of(new Normalization.LogSoftmax(x.shape().axis(axis)), List.of(x));
    }

    /**
     * Returns log sum e^x along an axis, which is removed. If all elements are -infinity, the result is -infinity with
     * a derivative of 0.
     */
    public static Tensor logSumExp(Tensor x, int axis) {
        Tensor largest = x.maxOver(axis).stopGradient();
        Tensor finite = largest.abs().less(Double.POSITIVE_INFINITY).where(largest, largest.zerosLike());
        Tensor sum = x.sub(finite.expandDims(axis)).exp().sum(axis);
        // The derivative of log at 0 is infinite, and multiplying it by a cotangent of 0 gives NaN.
        Tensor some = sum.greater(0);
        return some.where(some.where(sum, sum.zerosLike().add(1)).log().add(finite), largest);
    }
}
