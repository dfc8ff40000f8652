package org.pushforward.backend.onnx.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/** The lowering of matrix products, whose factors may be transposed. */
final class Products {
    /** A product with at most this many columns is faster if it is computed transposed and then transposed back. */
    private static final int THIN = 4;

    private Products() {}

    static String lower(Contraction.Matmul p, Tensor y, List<String> x, ModelBuilder m) {
        Shape left = y.operands().get(0).shape();
        Shape right = y.operands().get(1).shape();
        boolean turnLeft = p.transposeLeft() && isVector(left);
        boolean turnRight = p.transposeRight() && isVector(right);
        String a = turnLeft ? m.reshape(x.get(0), exchanged(left)) : x.get(0);
        String b = turnRight ? m.reshape(x.get(1), exchanged(right)) : x.get(1);
        boolean transposeLeft = p.transposeLeft() && !turnLeft;
        boolean transposeRight = p.transposeRight() && !turnRight;
        boolean thin = y.shape().rank() == 2 && y.dim(1) <= THIN && y.dim(0) > y.dim(1);
        return y.dtype() == DType.F32 && transposeLeft && thin
                ? m.transposed(product(y, b, !transposeRight, a, false, m), 2)
                : product(y, a, transposeLeft, b, transposeRight, m);
    }

    /** The kernel that fuses transposes into the product supports float32 only. */
    private static String product(
            Tensor y, String a, boolean transposeLeft, String b, boolean transposeRight, ModelBuilder m) {
        if (!transposeLeft && !transposeRight) {
            return m.apply("MatMul", a, b);
        }
        if (y.dtype() == DType.F32) {
            Map<String, Object> flags = Map.of("transA", transposeLeft ? 1 : 0, "transB", transposeRight ? 1 : 0);
            return m.apply("com.microsoft.FusedMatMul", flags, a, b);
        }
        int rank = y.shape().rank();
        return m.apply("MatMul", transposeLeft ? m.transposed(a, rank) : a, transposeRight ? m.transposed(b, rank) : b);
    }

    /** Returns whether transposing moves no elements; a reshape is then three times as fast. */
    private static boolean isVector(Shape matrix) {
        return matrix.rank() == 2 && (matrix.dim(0) == 1 || matrix.dim(1) == 1);
    }

    private static Shape exchanged(Shape matrix) {
        List<Integer> dims = new ArrayList<>(IntStream.of(matrix.dims()).boxed().toList());
        Collections.swap(dims, 0, 1);
        return Shape.of(dims);
    }
}
