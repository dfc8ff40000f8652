package org.pushforward.backend.onnx.lowering;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Lowerings that replace rows of the table on CUDA, where the usual kernels give wrong results. */
final class CudaLowerings {
    private static final double LARGEST = Double.MAX_VALUE;

    /** Larger than every finite float32 number. */
    private static final double BEYOND = 1e300;

    private static final Map<Class<? extends Primitive>, OnnxLowering<?>> TABLE = Map.of(
            Indexing.ArgSort.class, (OnnxLowering<Indexing.ArgSort>) CudaLowerings::argSort,
            Reduction.ReduceMax.class, (OnnxLowering<Reduction.ReduceMax>) CudaLowerings::reduceMax,
            Unary.Sign.class, (OnnxLowering<Unary.Sign>) CudaLowerings::sign);

    private CudaLowerings() {}

    /** Returns the lowering of a primitive, or null if it is the usual one. */
    static OnnxLowering<?> of(Primitive primitive, Kernels kernels) {
        if (primitive instanceof Reduction.ReduceSum && kernels == Kernels.CUDA_TF32) {
            return (OnnxLowering<Reduction.ReduceSum>) Summation::byReduction;
        }
        return TABLE.get(primitive.getClass());
    }

    /**
     * A stable sort made of two sorts with TopK. On CUDA, TopK takes equal elements in any order and confuses the
     * largest number with its padding. The first sort avoids the largest number; then equal neighbors get the same
     * rank. The second sort uses the keys rank n + position, which are all distinct.
     */
    private static String argSort(Indexing.ArgSort p, Tensor y, List<String> x, ModelBuilder m) {
        int axis = p.axis();
        int length = y.dim(axis);
        if (length == 1) {
            return m.full(y.type(), 0);
        }
        DType dtype = y.operands().get(0).dtype();
        String number = cast(x.get(0), dtype, dtype.isFloating() ? DType.F64 : DType.I64, m);
        List<String> sorted = ascending(inside(number, dtype, m), axis, length, m);
        String values = sorted.get(0);
        String positions = sorted.get(1);
        String next = slice(values, axis, 1, length, m);
        String previous = slice(values, axis, 0, length - 1, m);
        String rises = cast(m.apply("Not", m.apply("Equal", next, previous)), DType.BOOL, DType.I64, m);
        String first = m.full(y.type().with(y.shape().with(axis, 1)), 0);
        String steps = m.apply("Concat", Map.of("axis", axis), first, rises);
        String rank = m.apply("CumSum", steps, m.constant(HostArray.scalar(DType.I64, axis)));
        if (dtype == DType.F64 || dtype == DType.I64) {
            String within = take(beyond(number, dtype, m), positions, axis, m);
            rank = m.apply("Add", m.apply("Mul", rank, integer(4, m)), within);
        }
        String key = m.apply("Add", m.apply("Mul", rank, integer(length, m)), positions);
        return take(positions, ascending(key, axis, length, m).get(1), axis, m);
    }

    /** Clamps numbers below the largest number of their type, keeping their order. NaN becomes the smallest. */
    private static String inside(String x, DType dtype, ModelBuilder m) {
        if (dtype == DType.I32) {
            return x;
        }
        if (dtype == DType.I64) {
            return m.apply("Min", x, integer(Long.MAX_VALUE - 1, m));
        }
        String most = m.scalar(DType.F64, dtype == DType.F32 ? BEYOND : Math.nextDown(LARGEST));
        String least = m.scalar(DType.F64, dtype == DType.F32 ? -BEYOND : -LARGEST);
        String number = m.apply("Where", m.apply("Equal", x, x), x, least);
        return m.apply("Max", m.apply("Min", number, most), least);
    }

    /** Returns the rank, from 0 to 3, among numbers that {@link #inside} maps to the same number. */
    private static String beyond(String x, DType dtype, ModelBuilder m) {
        Stream<String> bounds = dtype == DType.I64
                ? Stream.of(integer(Long.MAX_VALUE - 1, m))
                : Stream.of(
                        m.scalar(DType.F64, Double.NEGATIVE_INFINITY),
                        m.scalar(DType.F64, Math.nextDown(LARGEST)),
                        m.scalar(DType.F64, LARGEST));
        return bounds.map(bound -> cast(m.apply("Greater", x, bound), DType.BOOL, DType.I64, m))
                .reduce((a, b) -> m.apply("Add", a, b))
                .orElseThrow();
    }

    /**
     * Takes the larger of two halves until one element is left, because the kernel replaces minus infinity by the
     * smallest finite number.
     */
    private static String reduceMax(Reduction.ReduceMax p, Tensor y, List<String> x, ModelBuilder m) {
        if (!y.dtype().isFloating()) {
            return OnnxLowerings.reduceMax(p, y, x, m);
        }
        String largest = x.get(0);
        Shape shape = y.operands().get(0).shape();
        for (int axis : p.axes()) {
            for (int length = shape.dim(axis); length > 1; length = (length + 1) / 2) {
                String front = slice(largest, axis, 0, (length + 1) / 2, m);
                String back = slice(largest, axis, length / 2, length, m);
                largest = m.apply("Max", front, back);
            }
            shape = shape.with(axis, 1);
        }
        return m.reshape(largest, shape, y.shape());
    }

    /**
     * Returns NaN for NaN, for which the kernel would return (0 &lt; x) - (x &lt; 0) = 0. The kernels of Max, Min, Relu, LeakyRelu and
     * HardSigmoid keep NaN.
     */
    private static String sign(Unary.Sign p, Tensor y, List<String> x, ModelBuilder m) {
        String number = x.get(0);
        String sign = m.apply("Sign", number);
        return y.dtype().isFloating() ? m.apply("Where", m.apply("Equal", number, number), sign, number) : sign;
    }

    private static List<String> ascending(String x, int axis, int length, ModelBuilder m) {
        Map<String, Object> ascending = Map.of("axis", axis, "largest", 0, "sorted", 1);
        return m.applyForMany(2, "TopK", ascending, x, m.longs(length));
    }

    private static String take(String x, String positions, int axis, ModelBuilder m) {
        return m.apply("GatherElements", Map.of("axis", axis), x, positions);
    }

    private static String slice(String x, int axis, int from, int to, ModelBuilder m) {
        return m.apply("Slice", x, m.longs(from), m.longs(to), m.longs(axis));
    }

    private static String cast(String x, DType from, DType to, ModelBuilder m) {
        return from == to ? x : m.apply("Cast", Map.of("to", ElementTypes.code(to)), x);
    }

    private static String integer(long value, ModelBuilder m) {
        return m.constant(HostArray.of(Shape.scalar(), value));
    }
}
