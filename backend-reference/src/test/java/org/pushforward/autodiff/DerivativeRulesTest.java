package org.pushforward.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** First and second derivatives of every primitive agree with central differences, and kinks have PyTorch's values. */
class DerivativeRulesTest {
    private final Oracle oracle = new Oracle();

    private final Map<String, Tensor> inputs = new HashMap<>();

    private Tensor input(String name, int... dims) {
        return inputs.computeIfAbsent(name, key -> oracle.input(key, dims));
    }

    private static Tensor vector(double... values) {
        return Tensor.constant(HostArray.of(Shape.of(values.length), values));
    }

    private static Tensor positions(Shape shape, long... values) {
        return Tensor.constant(HostArray.of(shape, values));
    }

    /** Each example uses inputs of its own; numbers lie between -1 and 1. */
    private interface Example {
        Tensor of(DerivativeRulesTest test);
    }

    private static Tensor x(DerivativeRulesTest test) {
        return test.input("x", 3, 4);
    }

    private static Tensor y(DerivativeRulesTest test) {
        return test.input("y", 3, 4);
    }

    private static Tensor positive(DerivativeRulesTest test) {
        return test.input("positive", 3, 4).square().add(0.5);
    }

    @TestFactory
    Stream<DynamicTest> rulesAgreeWithCentralDifferences() {
        Map<String, Example> examples = new LinkedHashMap<>();
        examples.put("neg", t -> x(t).neg());
        examples.put("abs", t -> x(t).abs().mul(y(t)));
        examples.put("exp", t -> x(t).exp());
        examples.put("expm1", t -> x(t).expm1());
        examples.put("log", t -> positive(t).log());
        examples.put("log1p", t -> positive(t).log1p());
        examples.put("sqrt", t -> positive(t).sqrt());
        examples.put("sin", t -> x(t).sin());
        examples.put("cos", t -> x(t).cos());
        examples.put("tanh", t -> x(t).mul(2).tanh());
        examples.put("error function", t -> x(t).errorFunction());
        examples.put("add", t -> x(t).add(y(t)));
        examples.put("sub", t -> x(t).sub(y(t)).square());
        examples.put("mul", t -> x(t).mul(y(t)));
        examples.put("div", t -> x(t).div(positive(t)));
        examples.put("pow", t -> positive(t).pow(y(t).mul(3)));
        examples.put(
                "pow of a number",
                t -> Tensor.scalar(DType.F64, 1.7).broadcastTo(Shape.of(3, 4)).pow(y(t)));
        examples.put("pow with a number", t -> positive(t).pow(1.7));
        examples.put("pow with a whole number", t -> x(t).pow(3));
        examples.put("pow with zero", t -> x(t).pow(0).add(y(t)));
        examples.put("remainder", t -> x(t).mul(7).remainder(positive(t)));
        examples.put("max", t -> x(t).max(y(t)).square());
        examples.put("min", t -> x(t).min(y(t)).square());
        examples.put("select", t -> x(t).greater(0).where(x(t).square(), y(t).exp()));
        examples.put("cast", t -> t.oracle.single("single", 3).cast(DType.F64).square());
        examples.put("barrier", t -> x(t).after(y(t)).square());
        examples.put("reshape", t -> x(t).reshape(2, 6).square());
        examples.put(
                "transpose", t -> t.input("cube", 2, 3, 4).transpose(1, 2, 0).square());
        examples.put(
                "broadcast",
                t -> t.input("narrow", 3, 1).broadcastTo(Shape.of(2, 3, 4)).square());
        examples.put(
                "broadcast to the same shape", t -> Tensor.of(new Movement.Broadcast(Shape.of(3, 4)), List.of(x(t)))
                        .square());
        examples.put(
                "broadcast of a scalar",
                t -> t.input("scalar").broadcastTo(Shape.of(2, 3)).square());
        examples.put(
                "broadcast of ones",
                t -> t.input("ones", 1, 4).broadcastTo(Shape.of(1, 1, 4)).square());
        examples.put("slice", t -> Tensor.of(
                        new Movement.Slice(List.of(1, 2), List.of(5, 9), List.of(1, 3)),
                        List.of(t.input("wide", 6, 11)))
                .square());
        examples.put("empty slice", t -> Tensor.of(
                        new Movement.Slice(List.of(2, 1), List.of(2, 4), List.of(3, 1)), List.of(x(t)))
                .sum()
                .add(x(t).square().sum()));
        examples.put(
                "pad", t -> Tensor.of(new Movement.Pad(List.of(1, 0), List.of(2, 3), List.of(2, 1), 0.5), List.of(x(t)))
                        .square());
        examples.put("concat", t -> Tensor.concat(1, List.of(x(t), t.input("more", 3, 2), y(t)))
                .square());
        examples.put("reverse", t -> x(t).reverse(1).mul(y(t)));
        examples.put("sum", t -> t.input("cube", 2, 3, 4).square().sum(0, 2).square());
        examples.put("maxOver", t -> t.input("cube", 2, 3, 4).maxOver(0, 2).square());
        for (boolean exclusive : new boolean[] {false, true}) {
            for (boolean reverse : new boolean[] {false, true}) {
                examples.put(
                        "cumulative sum, exclusive " + exclusive + ", reverse " + reverse,
                        t -> x(t).cumulativeSum(1, exclusive, reverse).square());
            }
        }
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                examples.put(
                        "matmul, transposed " + left + ", " + right,
                        t -> Tensor.of(
                                new Contraction.Matmul(left, right),
                                List.of(
                                        left ? t.input("a", 2, 4, 3) : t.input("a", 2, 3, 4),
                                        right ? t.input("b", 2, 5, 4) : t.input("b", 2, 4, 5))));
            }
        }
        ConvolutionGeometry uneven = new ConvolutionGeometry(
                new ConvolutionGeometry.Slide(2, 1, 0, 1), new ConvolutionGeometry.Slide(1, 0, 2, 2), 2);
        examples.put("conv2d", t -> t.input("image", 2, 4, 5, 6).conv2d(t.input("kernels", 2, 2, 3, 2), uneven));
        examples.put("take along", t -> x(t).takeAlong(1, positions(Shape.of(3, 2), 3, 0, 1, 1, 2, 0))
                .square());
        examples.put("sort", t -> x(t).sort(1).mul(y(t)));
        examples.put("gather", t -> x(t).gather(1, positions(Shape.of(5), 3, 0, 0, 1, 3))
                .square());
        examples.put("scatter add along", t -> Tensor.of(
                        new Indexing.ScatterAddAlong(1, 5),
                        List.of(x(t), positions(Shape.of(3, 4), 4, 0, 1, 0, 2, 2, 2, 1, 3, 0, 4, 4)))
                .square());
        examples.put("scatter add", t -> Tensor.of(
                        new Indexing.ScatterAdd(1, 5), List.of(x(t), positions(Shape.of(4), 4, 0, 1, 0)))
                .square());
        examples.put("sigmoid", t -> x(t).mul(3).sigmoid());
        examples.put("SiLU", t -> Tensor.of(new Smooth.Silu(), List.of(x(t).mul(3))));
        examples.put("softplus", t -> x(t).mul(3).softplus());
        examples.put("GELU", t -> Tensor.of(new Smooth.Gelu(), List.of(x(t).mul(3))));
        examples.put("leaky ReLU", t -> Tensor.of(new Rectified.LeakyRelu(0.2), List.of(x(t)))
                .square());
        examples.put("softmax", t -> Tensor.of(new Normalization.Softmax(0), List.of(x(t).mul(2))));
        examples.put("log softmax of rows", t -> Tensor.of(new Normalization.LogSoftmax(1), List.of(x(t).mul(2))));
        examples.put("log softmax", t -> Tensor.of(new Normalization.LogSoftmax(0), List.of(x(t).mul(2))));
        examples.put(
                "group norm", t -> Tensor.of(new Normalization.GroupNorm(2, 1e-3), List.of(t.input("image", 2, 4, 3))));
        examples.put("checkpoint", t -> Gradients.checkpoint(z -> z.sin().mul(y(t)), x(t)));
        return examples.entrySet().stream()
                .map(example -> DynamicTest.dynamicTest(example.getKey(), () -> {
                    DerivativeRulesTest fresh = new DerivativeRulesTest();
                    fresh.oracle.checkSlopes(example.getValue().of(fresh));
                }));
    }

    private double[] slope(Tensor y, Tensor x) {
        return oracle.evaluate(Gradients.of(y.sum(), x));
    }

    @Test
    void kinksFollowPyTorch() {
        Tensor zeros = vector(-1, 0, 1);
        assertThat(slope(zeros.abs(), zeros)).containsExactly(-1, 0, 1);
        assertThat(slope(zeros.max(0), zeros)).containsExactly(0, 0.5, 1);
        assertThat(slope(zeros.min(0), zeros)).containsExactly(1, 0.5, 0);
        assertThat(slope(Tensor.of(new Rectified.LeakyRelu(0.2), List.of(zeros)), zeros))
                .containsExactly(0.2, 0.2, 1);
        Tensor tied = vector(2, 1, 2, 2);
        assertThat(slope(tied.maxOver(0).mul(6), tied)).containsExactly(2, 0, 2, 2);
        Tensor base = vector(-2, 0, 0, 2);
        assertThat(slope(zeros.floor().add(zeros.sign()).add(zeros.round()), zeros))
                .containsExactly(0, 0, 0);
        Tensor exponent = vector(3, 2, 0, 0);
        assertThat(slope(base.pow(exponent), base)).containsExactly(new double[] {12, 0, 0, 0}, within(1e-12));
        double[] rates = slope(base.pow(exponent), exponent);
        assertThat(rates[0]).isNaN();
        assertThat(rates).endsWith(0, 0, Math.log(2));
    }

    /** x^0 is constant and x^1 has slope 1, at 0 too and however often they are differentiated. */
    @Test
    void powersOfZeroHaveFiniteDerivatives() {
        Tensor x = vector(0, 0, 0, 1e-7, 0.5);
        Tensor n = vector(0, 1, 2, 0, 0);
        Tensor first = Gradients.of(x.pow(n).sum(), x);
        assertThat(oracle.evaluate(first)).containsExactly(0, 1, 0, 0, 0);
        assertThat(oracle.evaluate(Gradients.of(first.sum(), x)))
                .containsExactly(new double[] {0, 0, 2, 0, 0}, within(1e-12));
        Tensor known = Gradients.of(x.pow(2).sum(), x);
        assertThat(oracle.evaluate(known)).containsExactly(new double[] {0, 0, 0, 2e-7, 1}, within(1e-15));
        assertThat(oracle.evaluate(Gradients.of(known.sum(), x))).containsExactly(2, 2, 2, 2, 2);
        assertThat(slope(x.pow(0), x)).containsOnly(0);
        // 0^b does not depend on b for positive b, and neither does its slope.
        Tensor rate = Gradients.of(x.pow(n).sum(), n);
        assertThat(oracle.evaluate(Gradients.of(rate.sum(), n)))
                .containsExactly(new double[] {0, 0, 0, square(Math.log(1e-7)), square(Math.log(2))}, within(1e-9));
        // d/db of b a^(b - 1) at b = 0 is 1/a.
        Tensor a = vector(2, 0.5, -2);
        Tensor none = vector(0, 0, 0);
        double[] mixed =
                oracle.evaluate(Gradients.of(Gradients.of(a.pow(none).sum(), a).sum(), none));
        assertThat(mixed[0]).isCloseTo(0.5, within(1e-15));
        assertThat(mixed[1]).isCloseTo(2, within(1e-15));
        assertThat(mixed[2]).isNaN();
        // 0^-1 has an infinite slope in its exponent, which is not hidden.
        Tensor negative = vector(-1);
        assertThat(oracle.evaluate(Gradients.of(vector(0).pow(negative).sum(), negative))[0])
                .isNegative()
                .isInfinite();
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void stoppedAndWholeNumbersHaveNoDerivative() {
        Tensor x = vector(2, 3);
        assertThat(slope(x.stopGradient().mul(x), x)).containsExactly(2, 3);
        assertThat(slope(x.square().stopGradient().mul(x), x)).containsExactly(4, 9);
        assertThat(slope(x.cast(DType.I64).cast(DType.F64).mul(x), x)).containsExactly(2, 3);
    }

    @Test
    void cotangentsOfOneTensorAdd() {
        Tensor x = vector(2, 3);
        Tensor y = x.square();
        List<Tensor> slopes = Gradients.vjp(List.of(y, y, x), List.of(x, y), List.of(vector(1, 0), vector(1, 1), x));
        // 2 x (1 + 1), 2 x 1, plus x itself.
        assertThat(oracle.evaluate(slopes.get(0))).containsExactly(2 * 2 * 2 + 2, 2 * 3 + 3);
        assertThat(oracle.evaluate(slopes.get(1))).containsExactly(2, 1);
    }

    /** J = ((y, x), (1, 0)) for (x y, x). */
    @Test
    void tangentsArePushedForward() {
        Tensor x = vector(2, 3);
        Tensor y = vector(5, 7);
        List<Tensor> pushed =
                Gradients.jvp(List.of(x.mul(y), x), List.of(x, y), List.of(vector(1, 10), vector(100, 1000)));
        assertThat(oracle.evaluate(pushed.get(0))).containsExactly(205, 3070);
        assertThat(oracle.evaluate(pushed.get(1))).containsExactly(1, 10);
        assertThatThrownBy(() -> Gradients.jvp(List.of(x), List.of(x), List.of(x, y)))
                .hasMessageContaining("expected a tangent of the type of each of {f64[2]}");
        // The Hessian of sum x^3 is 6 diag(x).
        assertThat(oracle.evaluate(Gradients.hvp(x.square().mul(x).sum(), x, y)))
                .containsExactly(60, 126);
    }

    @Test
    void jacobiansHaveTheTypesOfTheirArguments() {
        Tensor scalar = Tensor.scalar(DType.F64, 3);
        Tensor x = vector(2, 5);
        assertThat(oracle.evaluate(Gradients.jacobian(x.mul(scalar.broadcastTo(x.shape())), scalar)))
                .containsExactly(2, 5);
        Tensor single = oracle.single("single", 2, 3);
        Tensor product = single.square();
        assertThat(Gradients.jacobian(product, single).type()).isEqualTo(TensorType.f32(2, 3, 2, 3));
        assertThat(Gradients.jacobianPerSample(product, single).type()).isEqualTo(TensorType.f32(2, 3, 3));
    }

    @Test
    void fieldsWithoutSamplesOrComponentsHaveTheirShapes() {
        Tensor none = Tensor.constant(HostArray.zeros(new TensorType(DType.F64, Shape.of(0, 3))));
        assertThat(Gradients.divergence(none.square(), none).shape()).isEqualTo(Shape.of(0));
        Tensor line = vector(2, 3);
        assertThat(oracle.evaluate(Gradients.divergence(line.square(), line))).containsExactly(4, 6);
        assertThat(oracle.evaluate(Gradients.divergence(line.square(), line, vector(1, -1))))
                .containsExactly(4, 6);
        Tensor scalar = line.sum();
        assertThatThrownBy(() -> Gradients.divergence(scalar, scalar))
                .hasMessageContaining("of the type of its argument");
        assertThatThrownBy(() -> Gradients.divergence(scalar, scalar, scalar))
                .hasMessageContaining("of the type of its argument");
        Tensor empty = Tensor.full(new TensorType(DType.F64, Shape.of(2, 0)), 0);
        assertThatThrownBy(() -> Gradients.jacobianPerSample(empty, line)).hasMessageContaining("[n, k]");
        Tensor whole = Tensor.scalar(DType.I64, 1);
        assertThatThrownBy(() -> Gradients.of(whole, line)).hasMessageContaining("floating-point scalar");
        assertThatThrownBy(() -> Gradients.jacobianPerSample(line, line)).hasMessageContaining("[n, k]");
    }
}
