package org.pushforward.nn;

import java.util.Arrays;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A learned vector for each class: maps int64 class numbers from 0 to {@code count} exclusive, of any shape, to
 * [..., width].
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Embedding implements Layer {
    private final int width;
    private final Tensor weight;

    /** Declares {@code weight}, of shape [count, width], from N(0, 1). */
    public Embedding(Scope scope, int count, int width) {
        this(scope, count, width, Initializer.normal(1));
    }

    /** Declares {@code weight}, of shape [count, width], with the given initializer. */
    public Embedding(Scope scope, int count, int width, Initializer initializer) {
        this.width = width;
        weight = scope.parameter("weight", Shape.of(count, width), initializer);
    }

    @Override
    public Tensor apply(Tensor classes) {
        Tensor flat = classes.reshape(classes.shape().size());
        Tensor rows = weight.gather(0, flat);
        int rank = classes.shape().rank();
        int[] dims = Arrays.copyOf(classes.shape().dims(), rank + 1);
        dims[rank] = width;
        return rows.reshape(Shape.of(dims));
    }

    /**
     * Returns the one-hot encoding of int64 classes of any shape: of shape [..., count], with 1 at the position of the
     * class and 0 elsewhere.
     */
    public static Tensor oneHot(Tensor classes, int count, DType dtype) {
        Tensor column = classes.expandDims(-1);
        Tensor positions = Tensor.iota(new TensorType(classes.dtype(), Shape.of(count)), 0);
        return column.equalTo(positions).cast(dtype);
    }
}
