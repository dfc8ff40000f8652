package org.pushforward.backend.onnx.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The lowering of sums. Some are faster, or only correct, as matrix products with ones. */
final class Summation {
    /** Below this size the reduction kernel is as fast, and sums that should cancel do so more often. */
    private static final int LARGE = 1 << 14;

    private Summation() {}

    static String lower(Reduction.ReduceSum p, Tensor y, List<String> x, ModelBuilder m) {
        Tensor operand = y.operands().get(0);
        List<Integer> axes = p.axes();
        if (axes.isEmpty()) {
            return x.get(0);
        }
        if (y.dtype() == DType.I64) {
            return exact(axes, operand, y, x.get(0), m);
        }
        boolean leading = axes.get(axes.size() - 1) == axes.size() - 1;
        boolean large = operand.shape().size() >= LARGE && y.shape().size() > 1;
        return y.dtype() == DType.F32 && leading && large
                ? overLeading(operand, y, x.get(0), m)
                : reduced(axes, x.get(0), m);
    }

    /** Sums floating-point numbers by the reduction kernel, whatever their shape. */
    static String byReduction(Reduction.ReduceSum p, Tensor y, List<String> x, ModelBuilder m) {
        boolean other = p.axes().isEmpty() || y.dtype() == DType.I64;
        return other ? lower(p, y, x, m) : reduced(p.axes(), x.get(0), m);
    }

    private static String reduced(List<Integer> axes, String x, ModelBuilder m) {
        return m.apply("ReduceSum", Map.of("keepdims", 0), x, m.longs(OnnxLowerings.longs(axes)));
    }

    /**
     * Multiplies a row of ones by the matrix, for example to sum over a batch. The reduction kernel takes up to five
     * times as long.
     */
    private static String overLeading(Tensor operand, Tensor y, String x, ModelBuilder m) {
        int columns = y.shape().size();
        int rows = operand.shape().size() / columns;
        String matrix = m.reshape(x, operand.shape(), Shape.of(rows, columns));
        String product = m.apply("MatMul", ones(DType.F32, m, rows), matrix);
        return m.reshape(product, Shape.of(columns), y.shape());
    }

    /** Multiplies the matrix by a column of ones, because the reduction kernel rounds large int64 sums. */
    private static String exact(List<Integer> axes, Tensor operand, Tensor y, String x, ModelBuilder m) {
        List<Integer> summedLast = new ArrayList<>(
                IntStream.range(0, operand.shape().rank()).boxed().toList());
        summedLast.removeAll(axes);
        summedLast.addAll(axes);
        int rows = y.shape().size();
        int columns = operand.shape().size() / rows;
        String moved = m.apply("Transpose", Map.of("perm", summedLast), x);
        String product = m.apply("MatMul", m.reshape(moved, Shape.of(rows, columns)), ones(DType.I64, m, columns, 1));
        return m.reshape(product, y.shape());
    }

    private static String ones(DType dtype, ModelBuilder m, int... dims) {
        return m.constant(HostArray.full(new TensorType(dtype, Shape.of(dims)), 1));
    }
}
