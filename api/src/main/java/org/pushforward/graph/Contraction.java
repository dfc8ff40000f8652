package org.pushforward.graph;

import java.util.Arrays;
import java.util.List;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** Primitives that multiply and sum. */
public sealed interface Contraction extends Primitive {

    /**
     * The product of matrices on the last two axes, batched over equal leading axes.
     *
     * <p>The flags are part of the primitive because every engine multiplies by a transposed matrix without moving it.
     *
     * @param transposeLeft whether the last two axes of the first operand are exchanged before
     * @param transposeRight whether the last two axes of the second operand are exchanged before
     */
    record Matmul(boolean transposeLeft, boolean transposeRight) implements Contraction {
        @Override
        public TensorType infer(List<TensorType> operands) {
            Operands.count(operands, 2);
            TensorType left = Operands.floating(operands.get(0));
            TensorType right = Operands.floating(operands.get(1));
            Operands.check(left.dtype() == right.dtype(), "expected equal element types");
            int rank = left.shape().rank();
            Operands.check(rank >= 2 && right.shape().rank() == rank, "expected equal ranks of 2 or more");
            int[] a = left.shape().dims();
            int[] b = right.shape().dims();
            Operands.check(
                    Arrays.equals(a, 0, rank - 2, b, 0, rank - 2), "expected equal leading axes (broadcastTo() first)");
            int inner = a[transposeLeft ? rank - 2 : rank - 1];
            int other = b[transposeRight ? rank - 1 : rank - 2];
            Operands.check(inner == other, "expected equal inner lengths, not " + inner + " and " + other);
            int[] result = a.clone();
            result[rank - 2] = a[transposeLeft ? rank - 1 : rank - 2];
            result[rank - 1] = b[transposeRight ? rank - 2 : rank - 1];
            return left.with(Shape.of(result));
        }
    }
}
