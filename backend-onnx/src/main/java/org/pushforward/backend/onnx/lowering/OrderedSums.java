package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Makes scatters deterministic on kernels that add in any order. Each place becomes the sum of its additions and of zeros. If that would
 * be too many terms, float32 numbers are added in float64, whose rounding hardly ever changes the result.
 */
public final class OrderedSums implements Rewrite {
    private static final long MOST_TERMS = 1L << 24;

    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        if (node.primitive() instanceof Indexing.ScatterAdd p) {
            int length = operands.get(1).shape().size();
            return added(node, operands, p.axis(), operands.get(1).reshape(1, 1, length, 1));
        }
        if (node.primitive() instanceof Indexing.ScatterAddAlong p) {
            return added(node, operands, p.axis(), blocks(operands.get(1), p.axis()));
        }
        return Rewrite.keep(node, operands);
    }

    /** Reshapes a tensor to four axes: those before the axis merged, a new one for the places, the axis, and those after it merged. */
    private static Tensor blocks(Tensor x, int axis) {
        int[] dims = x.shape().dims();
        int before = IntStream.range(0, axis).map(i -> dims[i]).reduce(1, Math::multiplyExact);
        int behind = IntStream.range(axis + 1, dims.length).map(i -> dims[i]).reduce(1, Math::multiplyExact);
        return x.reshape(before, 1, dims[axis], behind);
    }

    private static Tensor added(Tensor node, List<Tensor> operands, int axis, Tensor positions) {
        Tensor x = operands.get(0);
        int length = node.dim(axis);
        if ((long) length * x.shape().size() > MOST_TERMS) {
            return node.dtype() == DType.F32
                    ? Tensor.of(node.primitive(), List.of(x.cast(DType.F64), operands.get(1)))
                            .cast(DType.F32)
                    : Rewrite.keep(node, operands);
        }
        Tensor values = blocks(x, axis);
        Shape shape = values.shape().with(1, length);
        Tensor places = Tensor.iota(new TensorType(DType.I64, shape), 1);
        Tensor hit = positions.broadcastTo(shape).equalTo(places);
        Tensor zeros = Tensor.full(x.type().with(shape), 0);
        return hit.where(values.broadcastTo(shape), zeros).sum(2).reshape(node.shape());
    }
}
