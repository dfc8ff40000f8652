package org.pushforward.backend.tensorflow.lowering;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.backend.tensorflow.TensorFlowEngine;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/** The table from primitives to TensorFlow's operations. */
public final class TensorFlowLowerings {
    private static final Map<Class<? extends Primitive>, TensorFlowLowering<?>> TABLE = table();

    /** The primitives that have a row. */
    public static final Set<Class<? extends Primitive>> PRIMITIVES = TABLE.keySet();

    private TensorFlowLowerings() {}

    /** Emits a node. */
    @SuppressWarnings("unchecked")
    public static Output<?> lower(Tensor node, List<Output<?>> operands, Emitter emit) {
        Primitive primitive = node.primitive();
        return ((TensorFlowLowering<Primitive>) TABLE.get(primitive.getClass())).lower(primitive, node, operands, emit);
    }

    private static Map<Class<? extends Primitive>, TensorFlowLowering<?>> table() {
        Map<Class<? extends Primitive>, TensorFlowLowering<?>> t = new HashMap<>();

        put(t, Source.Constant.class, (p, y, x, emit) -> emit.constant(p.value()));
        put(t, Source.Input.class, (p, y, x, emit) -> placeholder(y, emit));
        put(t, Source.Iota.class, TensorFlowLowerings::iota);

        same(t, Unary.Neg.class, "Neg");
        same(t, Unary.Abs.class, "Abs");
        same(t, Unary.Sign.class, "Sign");
        same(t, Unary.Exp.class, "Exp");
        same(t, Unary.Log.class, "Log");
        same(t, Unary.Log1p.class, "Log1p");
        same(t, Unary.Expm1.class, "Expm1");
        same(t, Unary.Sqrt.class, "Sqrt");
        same(t, Unary.Sin.class, "Sin");
        same(t, Unary.Cos.class, "Cos");
        same(t, Unary.Tanh.class, "Tanh");
        same(t, Unary.ErrorFunction.class, "Erf");
        same(t, Unary.Floor.class, "Floor");
        same(t, Unary.Ceil.class, "Ceil");
        same(t, Unary.Round.class, "Rint");
        put(
                t,
                Unary.FloorDiv.class,
                (p, y, x, emit) -> emit.op("FloorDiv", x.get(0), emit.scalar(y.dtype(), p.divisor())));
        put(
                t,
                Unary.FloorMod.class,
                (p, y, x, emit) -> emit.op("FloorMod", x.get(0), emit.scalar(y.dtype(), p.divisor())));

        same(t, Binary.Add.class, "AddV2");
        same(t, Binary.Sub.class, "Sub");
        same(t, Binary.Mul.class, "Mul");
        same(t, Binary.Div.class, "RealDiv");
        same(t, Binary.Pow.class, "Pow");
        same(t, Binary.Remainder.class, "FloorMod");
        same(t, Binary.Max.class, "Maximum");
        same(t, Binary.Min.class, "Minimum");

        same(t, Comparison.Equal.class, "Equal");
        same(t, Comparison.NotEqual.class, "NotEqual");
        same(t, Comparison.Less.class, "Less");
        same(t, Comparison.LessEqual.class, "LessEqual");
        same(t, Comparison.Greater.class, "Greater");
        same(t, Comparison.GreaterEqual.class, "GreaterEqual");

        same(t, Logical.And.class, "LogicalAnd");
        same(t, Logical.Or.class, "LogicalOr");
        same(t, Logical.Not.class, "LogicalNot");

        same(t, Elementwise.Select.class, "SelectV2");
        same(t, Elementwise.StopGradient.class, "Identity");
        put(t, Elementwise.Cast.class, (p, y, x, emit) -> cast(x.get(0), p.dtype(), emit));
        put(t, Elementwise.Barrier.class, TensorFlowLowerings::barrier);
        put(t, RandomBits.class, RandomWords::philox);

        put(
                t,
                Movement.Reshape.class,
                (p, y, x, emit) -> emit.reshape(x.get(0), y.shape().dims()));
        put(
                t,
                Movement.Transpose.class,
                (p, y, x, emit) -> emit.op("Transpose", x.get(0), emit.vector(p.permutation())));
        put(
                t,
                Movement.Broadcast.class,
                (p, y, x, emit) ->
                        Tiling.broadcast(x.get(0), y.operands().get(0).shape(), y.shape(), emit));
        put(t, Movement.Slice.class, Movements::slice);
        put(t, Movement.Pad.class, Movements::pad);
        put(t, Movement.Concat.class, Movements::concat);
        put(t, Movement.Reverse.class, (p, y, x, emit) -> emit.op("ReverseV2", x.get(0), emit.vector(p.axes())));

        put(t, Reduction.ReduceSum.class, (p, y, x, emit) -> emit.op("Sum", x.get(0), emit.vector(p.axes())));
        put(t, Reduction.ReduceMax.class, (p, y, x, emit) -> emit.op("Max", x.get(0), emit.vector(p.axes())));

        put(t, Scan.CumulativeSum.class, TensorFlowLowerings::cumulativeSum);

        put(t, Contraction.Matmul.class, TensorFlowLowerings::matmul);

        put(t, Indexing.ArgSort.class, Indexings::argSort);
        put(t, Indexing.TakeAlong.class, Indexings::takeAlong);
        put(t, Indexing.ScatterAddAlong.class, Indexings::scatterAddAlong);
        put(t, Indexing.ArgMax.class, Indexings::argMax);
        put(t, Indexing.Gather.class, Indexings::gather);
        put(t, Indexing.ScatterAdd.class, Indexings::scatterAdd);
        put(t, Composite.Sort.class, Indexings::sort);

        same(t, Smooth.Sigmoid.class, "Sigmoid");
        put(t, Smooth.SigmoidGradient.class, (p, y, x, emit) -> emit.op("SigmoidGrad", x.get(1), x.get(0)));
        put(t, Smooth.SiluGradient.class, TensorFlowLowerings::siluGradient);
        same(t, Smooth.Silu.class, TensorFlowEngine.SILU);
        same(t, Smooth.Softplus.class, "Softplus");
        put(t, AdamUpdate.AdamFirstMoment.class, AdamFormula::firstMoment);
        put(t, AdamUpdate.AdamSecondMoment.class, AdamFormula::secondMoment);
        put(t, AdamUpdate.AdamStep.class, AdamFormula::step);
        put(t, Smooth.TanhGradient.class, (p, y, x, emit) -> emit.op("TanhGrad", x.get(1), x.get(0)));
        return Map.copyOf(t);
    }

    private static <P extends Primitive> void put(
            Map<Class<? extends Primitive>, TensorFlowLowering<?>> table,
            Class<P> primitive,
            TensorFlowLowering<P> lowering) {
        table.put(primitive, lowering);
    }

    private static <P extends Primitive> void same(
            Map<Class<? extends Primitive>, TensorFlowLowering<?>> table, Class<P> primitive, String operation) {
        put(table, primitive, (p, y, x, emit) -> emit.op(operation, x.toArray(Output<?>[]::new)));
    }

    private static Output<?> placeholder(Tensor node, Emitter emit) {
        return emit.begin("Placeholder")
                .setAttr("dtype", Transfer.dataType(node.dtype()))
                .setAttr("shape", org.tensorflow.ndarray.Shape.of(node.shape().longDims()))
                .build()
                .output(0);
    }

    private static Output<?> iota(Source.Iota p, Tensor y, List<Output<?>> x, Emitter emit) {
        int length = y.dim(p.axis());
        Output<?> range =
                emit.op("Range", emit.scalar(y.dtype(), 0), emit.scalar(y.dtype(), length), emit.scalar(y.dtype(), 1));
        int[] column = new int[y.shape().rank() - p.axis()];
        Arrays.fill(column, 1);
        column[0] = length;
        return Tiling.broadcast(range, Shape.of(column), y.shape(), emit);
    }

    /** Emits a conversion of element types. */
    static Output<?> cast(Output<?> x, DType dtype, Emitter emit) {
        return emit.begin("Cast")
                .addInput(x)
                .setAttr("DstT", Transfer.dataType(dtype))
                .build()
                .output(0);
    }

    private static Output<?> barrier(Elementwise.Barrier p, Tensor y, List<Output<?>> x, Emitter emit) {
        return emit.begin("Identity")
                .addInput(x.get(0))
                .addControlInput(x.get(1).op())
                .build()
                .output(0);
    }

    private static Output<?> cumulativeSum(Scan.CumulativeSum p, Tensor y, List<Output<?>> x, Emitter emit) {
        return emit.begin("Cumsum")
                .addInput(x.get(0))
                .addInput(emit.scalar(DType.I32, p.axis()))
                .setAttr("exclusive", p.exclusive())
                .setAttr("reverse", p.reverse())
                .build()
                .output(0);
    }

    /** g (s + x s (1 - s)); the kernel for the gradient of a sigmoid computes the second term. */
    private static Output<?> siluGradient(Smooth.SiluGradient p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> s = emit.op("Sigmoid", x.get(1));
        return emit.op("Mul", x.get(0), emit.op("AddV2", s, emit.op("SigmoidGrad", s, x.get(1))));
    }

    private static Output<?> matmul(Contraction.Matmul p, Tensor y, List<Output<?>> x, Emitter emit) {
        // The kernel for matrices is faster than the one for batches of them, and is fused with what follows.
        boolean batched = y.shape().rank() > 2;
        return emit.begin(batched ? "BatchMatMulV2" : "MatMul")
                .addInput(x.get(0))
                .addInput(x.get(1))
                .setAttr(batched ? "adj_x" : "transpose_a", p.transposeLeft())
                .setAttr(batched ? "adj_y" : "transpose_b", p.transposeRight())
                .build()
                .output(0);
    }
}
