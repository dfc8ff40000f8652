package org.pushforward.backend.onnx.lowering;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The table of the lowerings of all primitives to ONNX operators with kernels in ONNX Runtime. */
public final class OnnxLowerings {
    /** pi/2 minus its float64 value. */
    private static final double REST_OF_QUARTER = 6.123233995736766e-17;

    private static final Map<Class<? extends Primitive>, OnnxLowering<?>> TABLE = table();

    private OnnxLowerings() {}

    /** Returns the primitives that have an entry. */
    public static Set<Class<? extends Primitive>> primitives() {
        return TABLE.keySet();
    }

    /** Returns the lowering of a primitive for some kernels. */
    @SuppressWarnings("unchecked")
    static OnnxLowering<Primitive> of(Primitive primitive, Kernels kernels) {
        OnnxLowering<?> other = kernels.onCuda() ? CudaLowerings.of(primitive, kernels) : null;
        return (OnnxLowering<Primitive>) (other != null ? other : TABLE.get(primitive.getClass()));
    }

    private static Map<Class<? extends Primitive>, OnnxLowering<?>> table() {
        Map<Class<? extends Primitive>, OnnxLowering<?>> t = new HashMap<>();

        put(t, Source.Input.class, (p, y, x, m) -> GraphWriter.inputName(y));
        put(t, Source.Constant.class, (p, y, x, m) -> m.constant(p.value()));
        put(t, Source.Iota.class, OnnxLowerings::iota);

        for (Class<? extends Primitive> sameName : List.of(
                Unary.Neg.class,
                Unary.Abs.class,
                Unary.Sign.class,
                Unary.Exp.class,
                Unary.Log.class,
                Unary.Sqrt.class,
                Unary.Sin.class,
                Unary.Tanh.class,
                Unary.Floor.class,
                Unary.Ceil.class,
                Unary.Round.class,
                Binary.Add.class,
                Binary.Sub.class,
                Binary.Mul.class,
                Binary.Div.class,
                Binary.Pow.class,
                Binary.Max.class,
                Binary.Min.class,
                Comparison.Equal.class,
                Comparison.Less.class,
                Comparison.Greater.class,
                Logical.And.class,
                Logical.Or.class,
                Logical.Not.class)) {
            operator(t, sameName, sameName.getSimpleName());
        }
        operator(t, Comparison.LessEqual.class, "LessOrEqual");
        operator(t, Comparison.GreaterEqual.class, "GreaterOrEqual");
        put(t, Comparison.NotEqual.class, (p, y, x, m) -> m.apply("Not", m.apply("Equal", x.get(0), x.get(1))));
        put(t, Unary.Cos.class, OnnxLowerings::cos);
        put(t, Unary.Log1p.class, OnnxLowerings::log1p);
        put(t, Unary.Expm1.class, OnnxLowerings::expm1);
        put(t, Unary.ErrorFunction.class, CodyErrorFunction::lower);
        put(t, Unary.FloorDiv.class, IntegerDivision::quotient);
        put(t, Unary.FloorMod.class, IntegerDivision::remainder);
        put(t, Binary.Remainder.class, IntegerDivision::remainder);
        put(t, Elementwise.Select.class, OnnxLowerings::select);
        put(
                t,
                Elementwise.Cast.class,
                (p, y, x, m) -> m.apply("Cast", Map.of("to", ElementTypes.code(p.dtype())), x.get(0)));
        put(t, Elementwise.StopGradient.class, (p, y, x, m) -> x.get(0));
        put(t, Elementwise.Barrier.class, OnnxLowerings::barrier);
        put(t, RandomBits.class, OnnxPhilox::lower);

        put(t, Movement.Reshape.class, (p, y, x, m) -> m.reshape(x.get(0), p.shape()));
        put(
                t,
                Movement.Transpose.class,
                (p, y, x, m) -> m.apply("Transpose", Map.of("perm", p.permutation()), x.get(0)));
        put(t, Movement.Broadcast.class, Broadcasting::lower);
        put(t, Movement.Slice.class, OnnxLowerings::slice);
        put(t, Movement.Pad.class, Padding::lower);
        put(
                t,
                Movement.Concat.class,
                (p, y, x, m) -> m.apply("Concat", Map.of("axis", p.axis()), x.toArray(String[]::new)));
        put(t, Movement.Reverse.class, OnnxLowerings::reverse);

        put(t, Reduction.ReduceSum.class, Summation::lower);
        put(t, Reduction.ReduceMax.class, OnnxLowerings::reduceMax);

        put(t, Scan.CumulativeSum.class, OnnxLowerings::cumulativeSum);

        put(t, Contraction.Matmul.class, Products::lower);
        put(t, Contraction.Conv2d.class, Convolutions::forward);
        put(t, Contraction.Conv2dInputGradient.class, Convolutions::inputGradient);
        put(t, Contraction.Conv2dFilterGradient.class, Convolutions::filterGradient);

        put(t, Indexing.ArgSort.class, OnnxLowerings::argSort);
        put(
                t,
                Indexing.TakeAlong.class,
                (p, y, x, m) -> m.apply("GatherElements", Map.of("axis", p.axis()), x.get(0), x.get(1)));
        put(t, Indexing.ScatterAddAlong.class, (p, y, x, m) -> scatter(p.axis(), y, x.get(1), x.get(0), m));
        put(
                t,
                Indexing.ArgMax.class,
                (p, y, x, m) -> m.apply("ArgMax", Map.of("axis", p.axis(), "keepdims", 0), x.get(0)));
        put(t, Indexing.Gather.class, (p, y, x, m) -> m.apply("Gather", Map.of("axis", p.axis()), x.get(0), x.get(1)));
        put(t, Indexing.ScatterAdd.class, OnnxLowerings::scatterAdd);

        put(t, Smooth.Sigmoid.class, OnnxLowerings::sigmoid);
        put(t, Smooth.Gelu.class, (p, y, x, m) -> m.apply("Gelu", x.get(0)));
        put(t, Smooth.Silu.class, SiluLowering::silu);
        put(t, Smooth.SiluGradient.class, SiluLowering::siluGradient);
        put(t, Rectified.LeakyReluGradient.class, (p, y, x, m) -> ReluLowering.pullBack(p, x.get(0), x.get(1), m));
        put(t, Normalization.Softmax.class, (p, y, x, m) -> m.apply("Softmax", Map.of("axis", p.axis()), x.get(0)));
        put(
                t,
                Normalization.LogSoftmax.class,
                (p, y, x, m) -> m.apply("LogSoftmax", Map.of("axis", p.axis()), x.get(0)));
        put(t, Composite.Sort.class, (p, y, x, m) -> sorted(p.axis(), y, x.get(0), m)
                .get(0));
        return Map.copyOf(t);
    }

    private static <P extends Primitive> void put(
            Map<Class<? extends Primitive>, OnnxLowering<?>> table, Class<P> primitive, OnnxLowering<P> lowering) {
        table.put(primitive, lowering);
    }

    private static void operator(
            Map<Class<? extends Primitive>, OnnxLowering<?>> table, Class<? extends Primitive> primitive, String name) {
        table.put(primitive, (p, y, x, m) -> m.apply(name, aligned(y, x, m)));
    }

    /**
     * Gives scalars as many axes as the result if its last axis has length 1. With fewer axes the engine would process such a result one
     * element at a time.
     */
    private static String[] aligned(Tensor y, List<String> x, ModelBuilder m) {
        String[] names = x.toArray(String[]::new);
        int rank = y.shape().rank();
        if (rank > 1 && y.dim(rank - 1) == 1) {
            List<Tensor> operands = ImplicitBroadcast.operands(y);
            int[] ones = IntStream.generate(() -> 1).limit(rank).toArray();
            for (int i = 0; i < names.length; i++) {
                if (operands.get(i).primitive() instanceof Source.Constant number
                        && operands.get(i).shape().rank() == 0) {
                    names[i] = m.constant(number.value().reshape(Shape.of(ones)));
                }
            }
        }
        return names;
    }

    /** A vector of positions along the axis, repeated along the other axes. */
    private static String iota(Source.Iota p, Tensor y, List<String> x, ModelBuilder m) {
        int length = y.dim(p.axis());
        long[] positions = IntStream.range(0, length).asLongStream().toArray();
        int[] dims = new int[y.shape().rank()];
        Arrays.fill(dims, 1);
        dims[p.axis()] = length;
        return m.expand(m.constant(HostArray.wrap(Shape.of(dims), positions).cast(y.dtype())), y.shape());
    }

    /**
     * Computes the cosine in float64, which has no kernel, as sin(x + pi/2). Knuth's two-sum finds the rounding error of the sum exactly.
     * A first-order correction with the derivative, approximately -sin(x), removes it.
     */
    private static String cos(Unary.Cos p, Tensor y, List<String> operands, ModelBuilder m) {
        String x = operands.get(0);
        if (y.dtype() == DType.F32) {
            return m.apply("Cos", x);
        }
        String quarter = m.scalar(y.dtype(), Math.PI / 2);
        String sum = m.apply("Add", x, quarter);
        String added = m.apply("Sub", sum, x);
        String lostOfX = m.apply("Sub", x, m.apply("Sub", sum, added));
        String lostOfQuarter = m.apply("Sub", quarter, added);
        String lost = m.apply("Add", m.apply("Add", lostOfX, lostOfQuarter), m.scalar(y.dtype(), REST_OF_QUARTER));
        return m.apply("Sub", m.apply("Sin", sum), m.apply("Mul", lost, m.apply("Sin", x)));
    }

    /**
     * With u = 1 + x it computes log(u) x / (u - 1), in which the rounding of u cancels, and x if u is 1. The denominator is kept
     * finite so that the logarithm of infinity is infinity.
     */
    private static String log1p(Unary.Log1p p, Tensor y, List<String> x, ModelBuilder m) {
        String one = m.scalar(y.dtype(), 1);
        String u = m.apply("Add", x.get(0), one);
        String rounded = m.apply("Sub", m.apply("Min", u, largest(y.dtype(), m)), one);
        String value = m.apply("Mul", m.apply("Log", u), m.apply("Div", x.get(0), rounded));
        return m.apply("Where", m.apply("Equal", u, one), x.get(0), value);
    }

    /**
     * With u = e^x it computes (u - 1) x / log(u), in which the rounding of u cancels. It returns x if u is 1, and -1 if u - 1 is -1. The
     * denominator is kept finite so that the result at infinity is infinity.
     */
    private static String expm1(Unary.Expm1 p, Tensor y, List<String> x, ModelBuilder m) {
        String one = m.scalar(y.dtype(), 1);
        String minusOne = m.scalar(y.dtype(), -1);
        String u = m.apply("Exp", x.get(0));
        String rounded = m.apply("Sub", u, one);
        String logarithm = m.apply("Log", m.apply("Min", u, largest(y.dtype(), m)));
        String value = m.apply("Mul", rounded, m.apply("Div", x.get(0), logarithm));
        String bounded = m.apply("Where", m.apply("Equal", rounded, minusOne), minusOne, value);
        return m.apply("Where", m.apply("Equal", u, one), x.get(0), bounded);
    }

    private static String largest(DType dtype, ModelBuilder m) {
        return m.scalar(dtype, dtype == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE);
    }

    /** Selects between Booleans by logical operations, because ONNX Runtime has no kernel for it. */
    private static String select(Elementwise.Select p, Tensor y, List<String> x, ModelBuilder m) {
        if (y.dtype() != DType.BOOL) {
            return m.apply("Where", x.get(0), x.get(1), x.get(2));
        }
        return m.apply("Or", m.apply("And", x.get(0), x.get(1)), m.apply("And", m.apply("Not", x.get(0)), x.get(2)));
    }

    private static String slice(Movement.Slice p, Tensor y, List<String> x, ModelBuilder m) {
        Shape shape = y.operands().get(0).shape();
        long[] axes = IntStream.range(0, shape.rank())
                .filter(i -> p.start().get(i) != 0
                        || p.limit().get(i) != shape.dim(i)
                        || p.stride().get(i) != 1)
                .asLongStream()
                .toArray();
        if (axes.length == 0) {
            return x.get(0);
        }
        return m.apply(
                "Slice",
                x.get(0),
                m.longs(at(axes, p.start())),
                m.longs(at(axes, p.limit())),
                m.longs(axes),
                m.longs(at(axes, p.stride())));
    }

    private static long[] at(long[] axes, List<Integer> values) {
        return Arrays.stream(axes).map(axis -> values.get((int) axis)).toArray();
    }

    private static String reverse(Movement.Reverse p, Tensor y, List<String> x, ModelBuilder m) {
        int[] axes = p.axes().stream().mapToInt(Integer::intValue).toArray();
        return axes.length == 0 ? x.get(0) : m.reversed(x.get(0), axes);
    }

    /** Handles an empty list of axes, which in ONNX means all axes. */
    static String reduceMax(Reduction.ReduceMax p, Tensor y, List<String> x, ModelBuilder m) {
        return p.axes().isEmpty()
                ? x.get(0)
                : m.apply("ReduceMax", Map.of("keepdims", 0), x.get(0), m.longs(longs(p.axes())));
    }

    private static String argSort(Indexing.ArgSort p, Tensor y, List<String> x, ModelBuilder m) {
        return sorted(p.axis(), y, x.get(0), m).get(1);
    }

    /** Returns all n elements in ascending order and their positions, by TopK. The kernel keeps the order of equal elements. */
    private static List<String> sorted(int axis, Tensor y, String x, ModelBuilder m) {
        Map<String, Object> ascending = Map.of("axis", axis, "largest", 0, "sorted", 1);
        return m.applyForMany(2, "TopK", ascending, x, m.longs(y.dim(axis)));
    }

    private static String scatterAdd(Indexing.ScatterAdd p, Tensor y, List<String> x, ModelBuilder m) {
        Shape shape = y.operands().get(0).shape();
        int[] along = new int[shape.rank()];
        Arrays.fill(along, 1);
        along[p.axis()] = shape.dim(p.axis());
        String positions = m.expand(m.reshape(x.get(1), Shape.of(along)), shape);
        return scatter(p.axis(), y, positions, x.get(0), m);
    }

    /** Scatters by adding. ScatterND would add from several threads without synchronization and lose additions to the same place. */
    private static String scatter(int axis, Tensor y, String positions, String x, ModelBuilder m) {
        Map<String, Object> adding = Map.of("axis", axis, "reduction", "add");
        return m.apply("ScatterElements", adding, m.full(y.type(), 0), positions, x);
    }

    private static String cumulativeSum(Scan.CumulativeSum p, Tensor y, List<String> x, ModelBuilder m) {
        Map<String, Object> way = Map.of("exclusive", p.exclusive() ? 1 : 0, "reverse", p.reverse() ? 1 : 0);
        return m.apply("CumSum", way, x.get(0), m.scalar(DType.I64, p.axis()));
    }

    /** Emits a reshape that moves nothing, to a shape that formally depends on the other value. */
    private static String barrier(Elementwise.Barrier p, Tensor y, List<String> x, ModelBuilder m) {
        if (x.size() == 1) {
            return x.get(0);
        }
        String flat = m.reshape(x.get(1), Shape.of(y.operands().get(1).shape().size()));
        String first = m.apply("Slice", flat, m.longs(0), m.longs(1));
        String number = m.apply("Cast", Map.of("to", ElementTypes.code(DType.I64)), first);
        String nothing = m.apply("Mul", number, m.longs(0));
        String shape = m.apply("Add", nothing, m.longs(y.shape().longDims()));
        return m.typed(m.apply("Reshape", x.get(0), shape), y.type());
    }

    private static String sigmoid(Smooth.Sigmoid p, Tensor y, List<String> x, ModelBuilder m) {
        // The engine's Sigmoid has an error of up to 9e-8, which exceeds its value below -16.
        String denominator = m.apply("Add", m.apply("Exp", m.apply("Neg", x.get(0))), m.scalar(y.dtype(), 1));
        return m.apply("Reciprocal", denominator);
    }

    /** Returns axes or positions in the form that ONNX requires. */
    static long[] longs(List<Integer> values) {
        return values.stream().mapToLong(Integer::longValue).toArray();
    }
}
