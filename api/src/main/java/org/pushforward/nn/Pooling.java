package org.pushforward.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.pushforward.Stability;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;

/**
 * The largest element or the mean of every square window of an image. Maps shape [n, channels, height, width] to
 * [n, channels, height', width'].
 *
 * <p>Windows that do not fit are left out, so {@code height' = floor((height - window) / stride) + 1}. To let windows
 * extend over the edge, pad first, with -infinity or with zero.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Pooling {
    private static final int ROWS = 2;
    private static final int COLUMNS = 3;

    private Pooling() {}

    /**
     * Returns the largest element of each window. At a tie, the derivative is shared among the largest elements.
     *
     * @param window the side of a window, 1 or more
     * @param stride the distance between two windows, 1 or more
     * @throws IllegalArgumentException if no window fits
     */
    public static Tensor max(Tensor images, int window, int stride) {
        return combine(images, window, stride, Tensor::max);
    }

    /**
     * Returns the mean of each window.
     *
     * @param window the side of a window, 1 or more
     * @param stride the distance between two windows, 1 or more
     * @throws IllegalArgumentException if no window fits
     */
    public static Tensor average(Tensor images, int window, int stride) {
        return combine(images, window, stride, Tensor::add).mul(1.0 / window / window);
    }

    // Pooling is separable, along one axis and then along the other, so a window of side k takes 2 k slices instead of
    // k^2.
    private static Tensor combine(Tensor images, int window, int stride, BinaryOperator<Tensor> operation) {
        if (images.shape().rank() != 4 || window < 1 || stride < 1) {
            throw new TraceException(
                    "pooling[window=" + window + ", stride=" + stride + "]",
                    List.of(images.type()),
                    "expected images [n, channels, height, width], and a window and a stride of 1 or more");
        }
        Tensor overRows = combine(images, ROWS, window, stride, operation);
        return combine(overRows, COLUMNS, window, stride, operation);
    }

    private static Tensor combine(Tensor images, int axis, int window, int stride, BinaryOperator<Tensor> operation) {
        if (window > images.dim(axis)) {
            throw new TraceException(
                    "pooling[window=" + window + ", stride=" + stride + "]",
                    List.of(images.type()),
                    "expected a window of " + images.dim(axis) + " or less on axis " + axis);
        }
        int last = (images.dim(axis) - window) / stride * stride;
        List<Tensor> taps = new ArrayList<>();
        for (int tap = 0; tap < window; tap++) {
            taps.add(every(images, axis, tap, last + tap + 1, stride));
        }
        return taps.stream().reduce(operation).orElseThrow();
    }

    private static Tensor every(Tensor images, int axis, int from, int to, int step) {
        List<Integer> start = new ArrayList<>(List.of(0, 0, 0, 0));
        List<Integer> limit = new ArrayList<>();
        List<Integer> stride = new ArrayList<>(List.of(1, 1, 1, 1));
        for (int dim : images.shape().dims()) {
            limit.add(dim);
        }
        start.set(axis, from);
        limit.set(axis, to);
        stride.set(axis, step);
        return Tensor.of(new Movement.Slice(start, limit, stride), List.of(images));
    }
}
