package org.pushforward.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.Shape;

/**
 * Splits a tensor of shape [..., event] into rows, one at each position of its leading axes.
 *
 * @param leading the leading axes
 * @param event the shape of a row
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record RowVectors(Shape leading, Shape event) {

    /**
     * Returns the rows of a tensor.
     *
     * @param operation the name of the operation, for the message
     * @throws TraceException if the last axes are not those of the event, or the element type is not a floating-point type
     */
    public static RowVectors of(String operation, Tensor x, Shape event) {
        int rank = x.shape().rank() - event.rank();
        if (rank < 0
                || !Arrays.equals(Arrays.copyOfRange(x.shape().dims(), rank, rank + event.rank()), event.dims())
                || !x.dtype().isFloating()) {
            throw new TraceException(
                    operation,
                    List.of(x.type()),
                    "expected floating-point numbers whose last axes are " + event
                            + ", with any number of axes in front");
        }
        return new RowVectors(Shape.of(Arrays.copyOf(x.shape().dims(), rank)), event);
    }

    /** Returns the axes of one shape followed by those of another. */
    public static Shape join(Shape first, Shape second) {
        return Shape.of(IntStream.concat(Arrays.stream(first.dims()), Arrays.stream(second.dims()))
                .toArray());
    }

    /** Returns the rows as a matrix of shape [count, size]. */
    public Tensor flat(Tensor x) {
        return x.reshape(Shape.of(leading.size(), event.size()));
    }

    /** Returns the inner product of each row with its counterpart, with the shape of the leading axes. */
    public Tensor dot(Tensor a, Tensor b) {
        int[] axes =
                IntStream.range(leading.rank(), leading.rank() + event.rank()).toArray();
        Tensor products = a.mul(b);
        return axes.length == 0 ? products : products.sum(axes);
    }

    /**
     * Returns each row multiplied by its number.
     *
     * @param x rows of this or of any other event
     * @param numbers of the shape of the leading axes
     */
    public Tensor scaled(Tensor x, Tensor numbers) {
        int[] dims = Arrays.copyOf(leading.dims(), x.shape().rank());
        Arrays.fill(dims, leading.rank(), dims.length, 1);
        return x.mul(numbers.reshape(Shape.of(dims)));
    }
}
