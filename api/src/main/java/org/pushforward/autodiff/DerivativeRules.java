package org.pushforward.autodiff;

import static java.util.Arrays.asList;
import static java.util.Collections.singletonList;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Checkpoint;
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
import org.pushforward.tensor.Shape;

/**
 * The table of derivative rules. The rule of a primitive maps the cotangent of its result to the cotangents of its
 * operands.
 *
 * <p>A rule gets the primitive p, the operands x, the result y and the cotangent g. It returns a tensor for each
 * operand, of the same type, or null where there is no derivative. At kinks the rules follow PyTorch: tied maxima share
 * the derivative equally, |x| and sign have derivative 0 at 0, ReLUs have their left-hand slope at 0, and x^0 has
 * derivative 0 everywhere. The derivative of a power of a negative number with respect to the exponent is NaN.
 */
final class DerivativeRules {
    /** A rule for any number of operands. */
    @FunctionalInterface
    private interface DerivativeRule<P extends Primitive> {
        List<Tensor> pullBack(P p, List<Tensor> x, Tensor y, Tensor g);
    }

    /** A rule for a primitive of one operand. */
    @FunctionalInterface
    private interface One<P extends Primitive> {
        Tensor pullBack(P p, Tensor x, Tensor y, Tensor g);
    }

    /** A rule for a primitive of two operands and no attributes. */
    @FunctionalInterface
    private interface Two {
        List<Tensor> pullBack(Tensor a, Tensor b, Tensor y, Tensor g);
    }

    /** Powers of numbers below this, with exponents down to -6, may be infinite in float32. */
    private static final double NEAR_ZERO = 1e-6;

    private static final Map<Class<? extends Primitive>, DerivativeRule<?>> TABLE = table();

    private DerivativeRules() {}

    @SuppressWarnings("unchecked")
    static List<Tensor> pullBack(Tensor node, Tensor cotangent) {
        DerivativeRule<Primitive> rule =
                (DerivativeRule<Primitive>) TABLE.get(node.primitive().getClass());
        if (rule == null && node.primitive() instanceof Composite composite) {
            return pullBackExpansion(composite, node.operands(), cotangent);
        }
        if (rule == null) {
            throw new IllegalStateException(
                    "no derivative rule for the primitive " + node.primitive().name());
        }
        return rule.pullBack(node.primitive(), node.operands(), node, cotangent);
    }

    /**
     * Differentiates the expansion of a composite, with respect to fresh inputs because one operand may depend on
     * another.
     */
    private static List<Tensor> pullBackExpansion(Composite composite, List<Tensor> operands, Tensor cotangent) {
        List<Tensor> inputs =
                Composite.inputs(operands.stream().map(Tensor::type).toList());
        Tensor g = Tensor.input("cotangent", cotangent.type());
        List<Tensor> parts = Gradients.vjp(List.of(composite.expand(inputs)), inputs, List.of(g));
        List<Tensor> leaves = new ArrayList<>(inputs);
        List<Tensor> values = new ArrayList<>(operands);
        leaves.add(g);
        values.add(cotangent);
        return Composite.substitute(parts, leaves, values);
    }

    static boolean covers(Class<?> primitive) {
        return TABLE.containsKey(primitive) || Composite.class.isAssignableFrom(primitive);
    }

    private static Map<Class<? extends Primitive>, DerivativeRule<?>> table() {
        Map<Class<? extends Primitive>, DerivativeRule<?>> t = new HashMap<>();

        none(t, Source.Constant.class, Source.Input.class, Source.Iota.class);

        one(t, Unary.Neg.class, (p, x, y, g) -> g.neg());
        one(t, Unary.Abs.class, (p, x, y, g) -> g.mul(x.sign()));
        none(t, Unary.Sign.class);
        one(t, Unary.Exp.class, (p, x, y, g) -> g.mul(y));
        one(t, Unary.Expm1.class, (p, x, y, g) -> g.mul(y.add(1)));
        one(t, Unary.Log.class, (p, x, y, g) -> g.div(x));
        one(t, Unary.Log1p.class, (p, x, y, g) -> g.div(x.add(1)));
        one(t, Unary.Sqrt.class, (p, x, y, g) -> g.mul(0.5).div(y));
        one(t, Unary.Sin.class, (p, x, y, g) -> g.mul(x.cos()));
        one(t, Unary.Cos.class, (p, x, y, g) -> g.mul(x.sin()).neg());
        one(t, Unary.Tanh.class, (p, x, y, g) -> Tensor.of(new Smooth.TanhGradient(), List.of(g, y)));
        one(t, Unary.ErrorFunction.class, DerivativeRules::errorFunction);
        none(t, Unary.Floor.class, Unary.Ceil.class, Unary.Round.class, Unary.FloorDiv.class, Unary.FloorMod.class);

        two(t, Binary.Add.class, (a, b, y, g) -> asList(g, g));
        two(t, Binary.Sub.class, (a, b, y, g) -> asList(g, g.neg()));
        two(t, Binary.Mul.class, (a, b, y, g) -> asList(g.mul(b), g.mul(a)));
        two(
                t,
                Binary.Div.class,
                (a, b, y, g) -> asList(g.div(b), g.mul(y).div(b).neg()));
        two(t, Binary.Pow.class, DerivativeRules::pow);
        two(
                t,
                Binary.Remainder.class,
                (a, b, y, g) -> asList(
                        // The quotient is a whole number with derivative 0; rounding expresses both.
                        g, g.mul(a.sub(y).div(b).round()).neg()));
        two(t, Binary.Max.class, (a, b, y, g) -> asList(share(a, b, g), share(b, a, g)));
        two(t, Binary.Min.class, (a, b, y, g) -> asList(share(b, a, g), share(a, b, g)));

        none(t, Comparison.Equal.class, Comparison.NotEqual.class, Comparison.Less.class);
        none(t, Comparison.LessEqual.class, Comparison.Greater.class, Comparison.GreaterEqual.class);
        none(t, Logical.And.class, Logical.Or.class, Logical.Not.class);
        rule(t, Elementwise.Select.class, DerivativeRules::select);
        one(t, Elementwise.Cast.class, (p, x, y, g) -> x.dtype().isFloating() ? g.cast(x.dtype()) : null);
        none(t, Elementwise.StopGradient.class);
        rule(t, Elementwise.Barrier.class, (p, x, y, g) -> asList(g, null));

        one(t, Movement.Reshape.class, (p, x, y, g) -> g.reshape(x.shape()));
        one(t, Movement.Transpose.class, (p, x, y, g) -> Tensor.of(p.inverse(), List.of(g)));
        one(t, Movement.Broadcast.class, (p, x, y, g) -> sumTo(x.shape(), g));
        one(t, Movement.Slice.class, DerivativeRules::slice);
        one(t, Movement.Pad.class, DerivativeRules::pad);
        rule(t, Movement.Concat.class, DerivativeRules::concat);
        one(t, Movement.Reverse.class, (p, x, y, g) -> Tensor.of(p, List.of(g)));

        one(t, Reduction.ReduceSum.class, (p, x, y, g) -> spread(p.axes(), x.shape(), g));
        one(t, Reduction.ReduceMax.class, DerivativeRules::reduceMax);

        one(t, Scan.CumulativeSum.class, (p, x, y, g) -> g.cumulativeSum(p.axis(), p.exclusive(), !p.reverse()));

        rule(t, Contraction.Matmul.class, DerivativeRules::matmul);
        rule(t, Contraction.Conv2d.class, ConvolutionDerivatives::conv2d);
        rule(t, Contraction.Conv2dInputGradient.class, ConvolutionDerivatives::inputGradient);
        rule(t, Contraction.Conv2dFilterGradient.class, ConvolutionDerivatives::filterGradient);

        none(t, RandomBits.class, Indexing.ArgSort.class, Indexing.ArgMax.class);
        rule(t, Indexing.TakeAlong.class, DerivativeRules::takeAlong);
        rule(t, Indexing.ScatterAddAlong.class, (p, x, y, g) -> asList(g.takeAlong(p.axis(), x.get(1)), null));
        rule(t, Indexing.Gather.class, DerivativeRules::gather);
        rule(t, Indexing.ScatterAdd.class, (p, x, y, g) -> asList(g.gather(p.axis(), x.get(1)), null));

        one(t, Smooth.Sigmoid.class, (p, x, y, g) -> Tensor.of(new Smooth.SigmoidGradient(), List.of(g, y)));
        one(t, Smooth.Silu.class, (p, x, y, g) -> Tensor.of(new Smooth.SiluGradient(), List.of(g, x)));
        one(t, Smooth.Softplus.class, (p, x, y, g) -> g.mul(x.sigmoid()));
        one(t, Smooth.Gelu.class, (p, x, y, g) -> Tensor.of(new Smooth.GeluGradient(), List.of(g, x)));
        one(
                t,
                Rectified.LeakyRelu.class,
                (p, x, y, g) -> Tensor.of(new Rectified.LeakyReluGradient(p.slope()), List.of(g, x)));
        // The gradient is piecewise constant in x, so x gets no cotangent.
        rule(t, Rectified.LeakyReluGradient.class, (p, x, y, g) -> asList(Tensor.of(p, List.of(g, x.get(1))), null));
        one(
                t,
                Normalization.Softmax.class,
                (p, x, y, g) -> Tensor.of(new Normalization.SoftmaxGradient(p.axis()), List.of(g, y)));
        one(
                t,
                Normalization.LogSoftmax.class,
                (p, x, y, g) -> g.sub(y.exp().mul(g.sum(p.axis()).expandDims(p.axis()))));
        one(
                t,
                Normalization.GroupNorm.class,
                (p, x, y, g) -> Tensor.of(new Normalization.GroupNormGradient(p.groups(), p.epsilon()), List.of(g, x)));
        rule(
                t,
                Checkpoint.class,
                (p, x, y, g) -> pullBackExpansion(
                        p, x.stream().map(operand -> operand.after(g)).toList(), g));
        return Map.copyOf(t);
    }

    private static <P extends Primitive> void rule(
            Map<Class<? extends Primitive>, DerivativeRule<?>> table, Class<P> primitive, DerivativeRule<P> rule) {
        table.put(primitive, rule);
    }

    private static <P extends Primitive> void one(
            Map<Class<? extends Primitive>, DerivativeRule<?>> table, Class<P> primitive, One<P> rule) {
        table.put(primitive, (DerivativeRule<P>) (p, x, y, g) -> singletonList(rule.pullBack(p, x.get(0), y, g)));
    }

    private static void two(
            Map<Class<? extends Primitive>, DerivativeRule<?>> table, Class<? extends Binary> primitive, Two rule) {
        table.put(primitive, (DerivativeRule<Primitive>) (p, x, y, g) -> rule.pullBack(x.get(0), x.get(1), y, g));
    }

    @SafeVarargs
    private static void none(
            Map<Class<? extends Primitive>, DerivativeRule<?>> table, Class<? extends Primitive>... primitives) {
        for (Class<? extends Primitive> primitive : primitives) {
            table.put(primitive, (DerivativeRule<Primitive>) (p, x, y, g) -> Collections.nCopies(x.size(), null));
        }
    }

    private static List<Tensor> pow(Tensor a, Tensor b, Tensor y, Tensor g) {
        Tensor zero = a.zerosLike();
        Tensor one = zero.add(1);
        // x^0 is constant, even at 0, where x^-1 is infinite. Its derivative is written as 0 x^0, whose own derivatives
        // are 0.
        Tensor constant = b.equalTo(zero).and(a.abs().greater(NEAR_ZERO).not());
        Tensor slope = b.mul(a.pow(constant.where(one, b).sub(1)));
        if (number(b).isPresent()) {
            double exponent = number(b).getAsDouble();
            slope = exponent == 0 ? zero : a.pow(exponent - 1).mul(exponent);
        }
        // Powers of 0 are constant too, as long as the exponent is not negative: the logarithm of 1 is 0.
        Tensor still = a.equalTo(zero).and(b.greaterEqual(zero));
        Tensor rate = y.mul(still.where(one, a).log());
        return asList(g.mul(slope), g.mul(rate));
    }

    /** Returns the value of a tensor that is known to be uniform. */
    private static OptionalDouble number(Tensor x) {
        if (x.primitive() instanceof Movement.Broadcast) {
            return number(x.operands().get(0));
        }
        return x.primitive() instanceof Source.Constant known && known.value().size() == 1
                ? OptionalDouble.of(known.value().item())
                : OptionalDouble.empty();
    }

    /** Returns the share of a in the cotangent of max(a, b). */
    private static Tensor share(Tensor a, Tensor b, Tensor g) {
        return a.greater(b).where(g, a.equalTo(b).where(g.mul(0.5), g.zerosLike()));
    }

    private static List<Tensor> select(Elementwise.Select p, List<Tensor> x, Tensor y, Tensor g) {
        Tensor condition = x.get(0);
        return asList(null, condition.where(g, g.zerosLike()), condition.where(g.zerosLike(), g));
    }

    /** The adjoint of broadcasting: sums over every repeated axis. */
    private static Tensor sumTo(Shape shape, Tensor g) {
        int added = g.shape().rank() - shape.rank();
        int[] axes = IntStream.range(0, g.shape().rank())
                .filter(i -> i < added || shape.dim(i - added) == 1 && g.dim(i) != 1)
                .toArray();
        return axes.length == 0 ? g.reshape(shape) : g.sum(axes).reshape(shape);
    }

    /** The adjoint of summation: repeats along the removed axes. */
    private static Tensor spread(List<Integer> axes, Shape shape, Tensor g) {
        int[] dims = shape.dims();
        axes.forEach(axis -> dims[axis] = 1);
        return g.reshape(Shape.of(dims)).broadcastTo(shape);
    }

    private static Tensor reduceMax(Reduction.ReduceMax p, Tensor x, Tensor y, Tensor g) {
        Tensor ties = x.equalTo(spread(p.axes(), x.shape(), y)).cast(x.dtype());
        Tensor count = Tensor.of(new Reduction.ReduceSum(p.axes()), List.of(ties));
        return ties.mul(spread(p.axes(), x.shape(), g.div(count)));
    }

    private static Tensor slice(Movement.Slice p, Tensor x, Tensor y, Tensor g) {
        List<Integer> high = new ArrayList<>();
        List<Integer> interior = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            int stride = p.stride().get(i);
            int covered = y.dim(i) == 0 ? 0 : (y.dim(i) - 1) * stride + 1;
            high.add(x.dim(i) - p.start().get(i) - covered);
            interior.add(stride - 1);
        }
        return Tensor.of(new Movement.Pad(p.start(), high, interior, 0), List.of(g));
    }

    private static Tensor pad(Movement.Pad p, Tensor x, Tensor y, Tensor g) {
        List<Integer> limit = new ArrayList<>();
        List<Integer> stride = new ArrayList<>();
        for (int i = 0; i < x.shape().rank(); i++) {
            limit.add(y.dim(i) - p.high().get(i));
            stride.add(p.interior().get(i) + 1);
        }
        return Tensor.of(new Movement.Slice(p.low(), limit, stride), List.of(g));
    }

    private static List<Tensor> concat(Movement.Concat p, List<Tensor> x, Tensor y, Tensor g) {
        List<Tensor> parts = new ArrayList<>();
        int from = 0;
        for (Tensor operand : x) {
            int to = from + operand.dim(p.axis());
            parts.add(g.slice(p.axis(), from, to));
            from = to;
        }
        return parts;
    }

    private static List<Tensor> matmul(Contraction.Matmul p, List<Tensor> x, Tensor y, Tensor g) {
        Tensor a = x.get(0);
        Tensor b = x.get(1);
        boolean ta = p.transposeLeft();
        boolean tb = p.transposeRight();
        Tensor left = ta ? product(b, tb, g, true) : product(g, false, b, !tb);
        Tensor right = tb ? product(g, true, a, ta) : product(a, !ta, g, false);
        return asList(left, right);
    }

    private static Tensor product(Tensor a, boolean transposeLeft, Tensor b, boolean transposeRight) {
        return Tensor.of(new Contraction.Matmul(transposeLeft, transposeRight), List.of(a, b));
    }

    private static List<Tensor> takeAlong(Indexing.TakeAlong p, List<Tensor> x, Tensor y, Tensor g) {
        int length = x.get(0).dim(p.axis());
        return asList(Tensor.of(new Indexing.ScatterAddAlong(p.axis(), length), List.of(g, x.get(1))), null);
    }

    private static List<Tensor> gather(Indexing.Gather p, List<Tensor> x, Tensor y, Tensor g) {
        int length = x.get(0).dim(p.axis());
        return asList(Tensor.of(new Indexing.ScatterAdd(p.axis(), length), List.of(g, x.get(1))), null);
    }

    private static Tensor errorFunction(Unary.ErrorFunction p, Tensor x, Tensor y, Tensor g) {
        return g.mul(x.square().neg().exp().mul(2 / Math.sqrt(Math.PI)));
    }
}
