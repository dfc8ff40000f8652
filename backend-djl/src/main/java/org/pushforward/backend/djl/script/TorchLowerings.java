package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;
import static org.pushforward.backend.djl.script.Torch.dims;
import static org.pushforward.backend.djl.script.Torch.first;
import static org.pushforward.backend.djl.script.Torch.names;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Logical;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The table of lowerings: for each primitive, its expression in libtorch's operators. */
public final class TorchLowerings {
    private static final Map<Class<? extends Primitive>, TorchLowering<?>> TABLE = table();

    private TorchLowerings() {}

    /** Returns the primitives that have a row. */
    public static Set<Class<? extends Primitive>> primitives() {
        return TABLE.keySet();
    }

    /** Returns the expression of a node's value. */
    @SuppressWarnings("unchecked")
    static String lower(Tensor node, ScriptWriter script) {
        TorchLowering<Primitive> lowering =
                (TorchLowering<Primitive>) TABLE.get(node.primitive().getClass());
        return lowering.lower(node.primitive(), node, script);
    }

    private static Map<Class<? extends Primitive>, TorchLowering<?>> table() {
        Map<Class<? extends Primitive>, TorchLowering<?>> t = new HashMap<>();

        put(t, Source.Constant.class, (p, x, s) -> s.name(x));
        put(t, Source.Input.class, (p, x, s) -> s.name(x));
        put(t, Source.Iota.class, TorchLowerings::iota);

        function(t, Unary.Neg.class, "neg");
        function(t, Unary.Abs.class, "abs");
        put(t, Unary.Sign.class, TorchLowerings::sign);
        function(t, Unary.Exp.class, "exp");
        function(t, Unary.Log.class, "log");
        function(t, Unary.Log1p.class, "log1p");
        function(t, Unary.Expm1.class, "expm1");
        function(t, Unary.Sqrt.class, "sqrt");
        function(t, Unary.Sin.class, "sin");
        function(t, Unary.Cos.class, "cos");
        function(t, Unary.Tanh.class, "tanh");

        function(t, Unary.ErrorFunction.class, "erf");
        function(t, Unary.Floor.class, "floor");
        function(t, Unary.Ceil.class, "ceil");
        function(t, Unary.Round.class, "round");
        put(t, Unary.FloorDiv.class, (p, x, s) -> call("div", first(x, s), p.divisor(), "rounding_mode=\"floor\""));
        put(t, Unary.FloorMod.class, (p, x, s) -> call("remainder", first(x, s), p.divisor()));

        binary(t, Binary.Add.class, "add", "add", "add");
        binary(t, Binary.Sub.class, "sub", "sub", "rsub");
        binary(t, Binary.Mul.class, "mul", "mul", "mul");
        binary(t, Binary.Div.class, "div", "div", "");
        binary(t, Binary.Pow.class, "pow", "pow", "");
        binary(t, Binary.Remainder.class, "remainder", "remainder", "");
        binary(t, Binary.Max.class, "maximum", "clamp_min", "clamp_min");
        binary(t, Binary.Min.class, "minimum", "clamp_max", "clamp_max");

        binary(t, Comparison.Equal.class, "eq", "eq", "eq");
        binary(t, Comparison.NotEqual.class, "ne", "ne", "ne");
        binary(t, Comparison.Less.class, "lt", "lt", "gt");
        binary(t, Comparison.LessEqual.class, "le", "le", "ge");
        binary(t, Comparison.Greater.class, "gt", "gt", "lt");
        binary(t, Comparison.GreaterEqual.class, "ge", "ge", "le");

        function(t, Logical.And.class, "logical_and");
        function(t, Logical.Or.class, "logical_or");
        function(t, Logical.Not.class, "logical_not");

        function(t, Elementwise.Select.class, "where");
        put(t, Elementwise.Cast.class, (p, x, s) -> call("to", first(x, s), ScriptWriter.code(p.dtype())));
        put(t, Elementwise.StopGradient.class, (p, x, s) -> first(x, s));
        // A barrier only sets an order, and statements run in order anyway.
        put(t, Elementwise.Barrier.class, (p, x, s) -> first(x, s));

        put(t, Movement.Reshape.class, (p, x, s) -> call("reshape", first(x, s), dims(p.shape())));
        put(t, Movement.Transpose.class, (p, x, s) -> call("permute", first(x, s), p.permutation()));
        put(t, Movement.Broadcast.class, (p, x, s) -> call("expand", first(x, s), dims(p.shape())));
        put(
                t,
                Movement.Slice.class,
                (p, x, s) -> slice(first(x, s), p, x.operands().get(0).shape(), s));
        put(t, Movement.Pad.class, TorchLowerings::pad);
        put(t, Movement.Concat.class, (p, x, s) -> call("cat", names(x, s), p.axis()));
        put(t, Movement.Reverse.class, (p, x, s) -> call("flip", first(x, s), p.axes()));

        put(
                t,
                Reduction.ReduceSum.class,
                (p, x, s) -> reduce(p, x, s, "sum", ", dtype=" + ScriptWriter.code(x.dtype())));
        put(t, Reduction.ReduceMax.class, (p, x, s) -> reduce(p, x, s, "amax", ""));

        Contractions.addTo(t);
        Indexes.addTo(t);
        Composites.addTo(t);
        put(t, RandomBits.class, TorchPhilox::lower);
        return Collections.unmodifiableMap(t);
    }

    static <P extends Primitive> void put(
            Map<Class<? extends Primitive>, TorchLowering<?>> table, Class<P> primitive, TorchLowering<P> lowering) {
        table.put(primitive, lowering);
    }

    /** Adds a primitive that is one function of its operands. */
    static <P extends Primitive> void function(
            Map<Class<? extends Primitive>, TorchLowering<?>> table, Class<P> primitive, String function) {
        put(table, primitive, (p, x, s) -> call(function, names(x, s).toArray()));
    }

    /**
     * Adds a primitive of two operands.
     *
     * @param ofTensors its function of two tensors
     * @param ofTensorAndNumber its function of a tensor and a number
     * @param ofNumberAndTensor the function of a tensor and a number that applies if the number is the left operand; "" if there is none
     */
    private static <P extends Primitive> void binary(
            Map<Class<? extends Primitive>, TorchLowering<?>> table,
            Class<P> primitive,
            String ofTensors,
            String ofTensorAndNumber,
            String ofNumberAndTensor) {
        put(table, primitive, (p, x, s) -> {
            Tensor left = ImplicitBroadcast.operands(x).get(0);
            Tensor right = ImplicitBroadcast.operands(x).get(1);
            // libtorch would make and convert a tensor for the number in every run.
            if (x.dtype().isFloating() && ofTensorAndNumber.equals(ofTensors)) {
                return call(ofTensors, s.name(left), s.name(right));
            }
            Optional<String> number = ScriptWriter.literal(right);
            if (number.isPresent() && left.shape().equals(x.shape())) {
                return call(ofTensorAndNumber, s.name(left), number.get());
            }
            number = ScriptWriter.literal(left);
            if (number.isPresent() && right.shape().equals(x.shape()) && !ofNumberAndTensor.isEmpty()) {
                return call(ofNumberAndTensor, s.name(right), number.get());
            }
            return call(ofTensors, s.name(left), s.name(right));
        });
    }

    /** Returns NaN for NaN, for which libtorch's own sign is 0. */
    private static String sign(Unary.Sign p, Tensor x, ScriptWriter s) {
        return x.dtype().isFloating() ? Rectifier.bounded(first(x, s), x.dtype(), -1, s) : call("sign", first(x, s));
    }

    private static String reduce(Reduction p, Tensor node, ScriptWriter s, String function, String type) {
        // Given no axes, libtorch would reduce over all of them.
        if (p.axes().isEmpty()) {
            return first(node, s);
        }
        return Memory.isOverOne(p, node)
                ? call("reshape", first(node, s), dims(node.shape()))
                : call(function, first(node, s), p.axes(), "False" + type);
    }

    private static String iota(Source.Iota p, Tensor node, ScriptWriter s) {
        int[] line = new int[node.shape().rank()];
        Arrays.fill(line, 1);
        int length = node.shape().dim(p.axis());
        line[p.axis()] = length;
        int[] positions = new int[length];
        Arrays.setAll(positions, i -> i);
        HostArray value = HostArray.wrap(Shape.of(line), positions).cast(node.dtype());
        return call("expand", s.constant(value), dims(node.shape()));
    }

    private static String slice(String operand, Movement.Slice p, Shape shape, ScriptWriter s) {
        String part = operand;
        for (int axis = 0; axis < shape.rank(); axis++) {
            int start = p.start().get(axis);
            int limit = p.limit().get(axis);
            int stride = p.stride().get(axis);
            if (start != 0 || limit != shape.dim(axis) || stride != 1) {
                part = s.let(call("slice", part, axis, start, limit, stride));
            }
        }
        return part;
    }

    private static String pad(Movement.Pad p, Tensor node, ScriptWriter s) {
        String operand = first(node, s);
        String value = node.dtype().isFloating() ? ScriptWriter.number(p.value()) : Long.toString((long) p.value());
        Shape shape = node.operands().get(0).shape();
        // libtorch's own operator refuses an empty tensor unless every axis of length 0 grows.
        if (shape.size() > 0 && p.interior().stream().allMatch(i -> i == 0)) {
            List<Integer> lastAxisFirst = new ArrayList<>();
            for (int axis = node.shape().rank() - 1; axis >= 0; axis--) {
                lastAxisFirst.add(p.low().get(axis));
                lastAxisFirst.add(p.high().get(axis));
            }
            return call("constant_pad_nd", operand, lastAxisFirst, value);
        }
        String padded = s.let(call("new_full", operand, dims(node.shape()), value));
        List<Integer> limit = new ArrayList<>();
        List<Integer> stride = new ArrayList<>();
        for (int axis = 0; axis < shape.rank(); axis++) {
            stride.add(p.interior().get(axis) + 1);
            limit.add(node.shape().dim(axis) - p.high().get(axis));
        }
        String places = slice(padded, new Movement.Slice(p.low(), limit, stride), node.shape(), s);
        s.let(call("copy_", places, operand));
        return padded;
    }
}
