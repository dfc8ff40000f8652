package org.pushforward.backend.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
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
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;

/** The table of reference rules. The rule of a primitive computes its value from the values of its operands. */
public final class ReferenceRules {
    /** Computes the value of a node with primitive p from the values x of its operands. */
    @FunctionalInterface
    interface ReferenceRule<P extends Primitive> {
        Value evaluate(P p, Tensor node, List<Value> x);
    }

    private static final Map<Class<? extends Primitive>, ReferenceRule<?>> TABLE = table();

    private ReferenceRules() {}

    /** Returns the primitives that the interpreter has a rule for. */
    public static Set<Class<? extends Primitive>> primitives() {
        return TABLE.keySet();
    }

    @SuppressWarnings("unchecked")
    static Value evaluate(Tensor node, List<Value> operands) {
        if (node.primitive() instanceof Composite composite) {
            return expanded(composite, node, operands);
        }
        ReferenceRule<Primitive> rule =
                (ReferenceRule<Primitive>) TABLE.get(node.primitive().getClass());
        return rule.evaluate(node.primitive(), node, operands);
    }

    /** Returns the value of a composite, which its expansion defines. */
    private static Value expanded(Composite composite, Tensor node, List<Value> operands) {
        List<Tensor> inputs =
                Composite.inputs(node.operands().stream().map(Tensor::type).toList());
        Map<Tensor, Value> values = new HashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.put(inputs.get(i), operands.get(i));
        }
        Tensor expansion = composite.expand(inputs);
        for (Tensor inner : Topology.sort(List.of(expansion))) {
            if (!values.containsKey(inner)) {
                values.put(
                        inner,
                        evaluate(
                                inner,
                                inner.operands().stream().map(values::get).toList()));
            }
        }
        return values.get(expansion);
    }

    private static Map<Class<? extends Primitive>, ReferenceRule<?>> table() {
        Map<Class<? extends Primitive>, ReferenceRule<?>> t = new HashMap<>();

        rule(t, Source.Constant.class, (p, node, x) -> Value.of(p.value()));
        rule(t, Source.Input.class, (p, node, x) -> {
            throw new IllegalArgumentException("no value for input " + p.name() + " of type " + p.type());
        });
        rule(t, Source.Iota.class, ReferenceRules::iota);

        all(t, Unary.class, ReferenceRules::unary);
        all(t, Binary.class, ReferenceRules::binary);
        all(t, Comparison.class, ReferenceRules::comparison);
        all(t, Logical.class, ReferenceRules::logical);
        rule(t, Elementwise.Select.class, (p, node, x) -> select(x.get(0).truths(), x.get(1), x.get(2)));
        rule(t, Elementwise.Cast.class, (p, node, x) -> cast(p.dtype(), x.get(0)));
        rule(t, Elementwise.StopGradient.class, (p, node, x) -> x.get(0));
        rule(t, Elementwise.Barrier.class, (p, node, x) -> x.get(0));
        rule(t, RandomBits.class, PhiloxRule::randomBits);

        rule(t, Movement.Reshape.class, (p, node, x) -> x.get(0));
        rule(t, Movement.Transpose.class, MovementRules::transpose);
        rule(t, Movement.Broadcast.class, MovementRules::broadcast);
        rule(t, Movement.Slice.class, MovementRules::slice);
        rule(t, Movement.Pad.class, MovementRules::pad);
        rule(t, Movement.Concat.class, MovementRules::concat);
        rule(t, Movement.Reverse.class, MovementRules::reverse);

        rule(t, Reduction.ReduceSum.class, ReductionRules::reduceSum);
        rule(t, Reduction.ReduceMax.class, ReductionRules::reduceMax);

        rule(t, Scan.CumulativeSum.class, ScanRules::cumulativeSum);

        rule(t, Contraction.Matmul.class, ReductionRules::matmul);
        rule(t, Contraction.Conv2d.class, ConvolutionRules::conv2d);
        rule(t, Contraction.Conv2dInputGradient.class, ConvolutionRules::inputGradient);
        rule(t, Contraction.Conv2dFilterGradient.class, ConvolutionRules::filterGradient);

        rule(t, Indexing.ArgSort.class, IndexingRules::argSort);
        rule(t, Indexing.TakeAlong.class, IndexingRules::takeAlong);
        rule(t, Indexing.ScatterAddAlong.class, IndexingRules::scatterAddAlong);
        rule(t, Indexing.ArgMax.class, IndexingRules::argMax);
        rule(t, Indexing.Gather.class, IndexingRules::gather);
        rule(t, Indexing.ScatterAdd.class, IndexingRules::scatterAdd);
        return Map.copyOf(t);
    }

    private static <P extends Primitive> void rule(
            Map<Class<? extends Primitive>, ReferenceRule<?>> table, Class<P> primitive, ReferenceRule<P> rule) {
        table.put(primitive, rule);
    }

    /** Adds one rule for every primitive of a family, using the scalar function of each record. */
    private static <P extends Primitive> void all(
            Map<Class<? extends Primitive>, ReferenceRule<?>> table, Class<P> family, ReferenceRule<P> rule) {
        for (Class<?> member : family.getPermittedSubclasses()) {
            table.put(member.asSubclass(Primitive.class), rule);
        }
    }

    private static Value iota(Source.Iota p, Tensor node, List<Value> x) {
        int[] strides = new int[node.shape().rank()];
        strides[p.axis()] = 1;
        int[] index = Layout.positions(node.shape().dims(), strides, 0);
        return node.dtype().isFloating()
                ? Value.reals(index.length, i -> index[i])
                : Value.integers(node.dtype(), index.length, i -> index[i]);
    }

    private static Value unary(Unary p, Tensor node, List<Value> x) {
        if (x.get(0) instanceof Value.Integers) {
            long[] a = x.get(0).integers();
            return Value.integers(node.dtype(), a.length, i -> exact(p, a[i]));
        }
        double[] a = x.get(0).reals();
        return Value.reals(a.length, i -> p.apply(a[i]));
    }

    private static long exact(Unary p, long a) {
        if (p instanceof Unary.FloorDiv quotient) {
            return Math.floorDiv(a, quotient.divisor());
        }
        if (p instanceof Unary.FloorMod remainder) {
            return Math.floorMod(a, remainder.divisor());
        }
        return p instanceof Unary.Neg ? -a : p instanceof Unary.Abs ? Math.abs(a) : Long.signum(a);
    }

    private static Value binary(Binary p, Tensor node, List<Value> x) {
        if (x.get(0) instanceof Value.Integers) {
            long[] a = x.get(0).integers();
            long[] b = x.get(1).integers();
            return Value.integers(node.dtype(), a.length, i -> exact(p, a[i], b[i]));
        }
        double[] a = x.get(0).reals();
        double[] b = x.get(1).reals();
        return Value.reals(a.length, i -> p.apply(a[i], b[i]));
    }

    private static long exact(Binary p, long a, long b) {
        if (p instanceof Binary.Add) {
            return a + b;
        }
        if (p instanceof Binary.Sub) {
            return a - b;
        }
        if (p instanceof Binary.Mul) {
            return a * b;
        }
        return p instanceof Binary.Max ? Math.max(a, b) : Math.min(a, b);
    }

    private static Value comparison(Comparison p, Tensor node, List<Value> x) {
        if (x.get(0) instanceof Value.Integers) {
            long[] a = x.get(0).integers();
            long[] b = x.get(1).integers();
            return Value.truths(a.length, i -> p.test(Long.compare(a[i], b[i]), 0));
        }
        double[] a = x.get(0).reals();
        double[] b = x.get(1).reals();
        return Value.truths(a.length, i -> p.test(a[i], b[i]));
    }

    private static Value logical(Logical p, Tensor node, List<Value> x) {
        boolean[] a = x.get(0).truths();
        boolean[] b = x.get(x.size() - 1).truths();
        return Value.truths(a.length, i -> p.test(a[i], b[i]));
    }

    private static Value select(boolean[] condition, Value then, Value otherwise) {
        int[] choice = IntStream.range(0, condition.length)
                .map(i -> condition[i] ? i : condition.length + i)
                .toArray();
        return Value.join(List.of(then, otherwise)).at(choice);
    }

    private static Value cast(DType dtype, Value x) {
        return switch (dtype) {
            case F32, F64 -> Value.reals(x.size(), x::real);
            case I32, I64 -> Value.integers(dtype, x.size(), x::integer);
            case BOOL -> Value.truths(x.size(), i -> x.real(i) != 0);
        };
    }
}
