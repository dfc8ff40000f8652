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

/** Products of matrices, of which each may be transposed. */
final class Products {
    /** The most columns of a product that takes less time as the product of rows, transposed afterward. */
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

    /** The kernel that transposes while it multiplies is for float32 only. */
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

    /** Whether a transposition moves nothing: it is three times as fast to say so. */
    private static boolean isVector(Shape matrix) {
        return matrix.rank() == 2 && (matrix.dim(0) == 1 || matrix.dim(1) == 1);
    }

    private static Shape exchanged(Shape matrix) {
        List<Integer> dims = new ArrayList<>(IntStream.of(matrix.dims()).boxed().toList());
        Collections.swap(dims, 0, 1);
        return Shape.of(dims);
    }
}
