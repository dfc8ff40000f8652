package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.pushforward.autodiff.Gradients;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.KnownResult;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.CumulativeProduct;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.Triangular;
import org.pushforward.nn.Activation;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ClippedByNorm;
import org.pushforward.optim.Optimizer;
import org.pushforward.optim.Sgd;
import org.pushforward.random.BoxMuller;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Functions of several primitives in float32 where a formula that is right on paper overflows, cancels, or multiplies zero by
 * infinity. The numbers are known: the interpreter computes in float64, where most of this cannot be seen.
 */
public final class EdgeCases {
    private final List<Check> checks = new ArrayList<>();

    private EdgeCases() {
        products();
        clipping();
        activations();
        normalNumbers();
        applications();
        moments();
        constants();
    }

    /** Returns the checks. */
    public static List<Check> all() {
        return List.copyOf(new EdgeCases().checks);
    }

    private static double[] at(double... numbers) {
        return numbers;
    }

    private void add(
            Rule rule,
            String name,
            UnaryOperator<Tensor> function,
            double[] x,
            double[] expected,
            Tolerance tolerance) {
        checks.add(KnownResult.of(DType.F32, name, function, x, expected, tolerance)
                .check(rule));
    }

    private void products() {
        Rule cumulative = Rule.required(
                "EDGE-CUMULATIVE-PRODUCT",
                "Cumulative products are multiplied from the first element on: what follows a zero is zero.");
        UnaryOperator<Tensor> products = x -> CumulativeProduct.along(x, 0);
        Tolerance rounded = Tolerance.ulps(4);
        add(cumulative, "zero first", products, at(0, 1e30, 1e30), at(0, 0, 0), rounded);
        add(cumulative, "small first", products, at(1e-30, 1e30, 1e30), at(1e-30, 1, 1e30), rounded);
        add(cumulative, "zero inside", products, at(2, 0, 1e30, 1e30, 5), at(2, 0, 0, 0, 0), rounded);
        add(cumulative, "signs", products, at(-2, 3, -4), at(-2, -6, 24), rounded);
        Rule determinant = Rule.required(
                "EDGE-DETERMINANT",
                "The determinant of a triangular matrix is the product of its diagonal from the top.");
        UnaryOperator<Tensor> ofDiagonal =
                x -> Triangular.determinant(x.broadcastTo(Shape.of(3, 3))).reshape(1);
        add(determinant, "zero first", ofDiagonal, at(0, 1e30, 1e30), at(0), rounded);
        add(determinant, "small first", ofDiagonal, at(1e-30, 1e30, 1e30), at(1e30), rounded);
    }

    private void activations() {
        Tolerance rounded = Tolerance.ulps(16);
        Rule values = Rule.required("EDGE-SIGMOID", "Sigmoid and SiLU keep their digits where they are small.");
        double[] far = at(-12, -17, -20, -40, -80);
        double[] sigmoids = Arrays.stream(far).map(x -> 1 / (1 + Math.exp(-x))).toArray();
        double[] silus = Arrays.stream(far).map(x -> x / (1 + Math.exp(-x))).toArray();
        add(values, "sigmoid", Tensor::sigmoid, far, sigmoids, rounded);
        add(values, "SiLU", Activation.SILU::apply, far, silus, rounded);
        Rule rectifiers = Rule.required(
                "EDGE-RECTIFIER", "A rectifier keeps NaN and infinity, and is exact or rounded once elsewhere.");
        double infinite = Double.POSITIVE_INFINITY;
        double[] ends = at(Double.NaN, infinite, -infinite, -2, 0, 3);
        add(rectifiers, "ReLU", Activation.RELU::apply, ends, at(Double.NaN, infinite, 0, 0, 0, 3), Tolerance.exact());
        double[] leaky = at(Double.NaN, infinite, -infinite, -0.4f, 0, 3);
        add(rectifiers, "leaky ReLU", Activation.LEAKY_RELU::apply, ends, leaky, Tolerance.division());
        Rule slopes = Rule.required(
                "EDGE-ACTIVATION-SLOPE", "The derivative of a smooth activation is 1 or 0 far from zero, however far.");
        for (Activation each : List.of(Activation.SILU, Activation.GELU, Activation.GELU_TANH, Activation.SOFTPLUS)) {
            add(
                    slopes,
                    each.name(),
                    x -> Gradients.of(each.apply(x).sum(), x),
                    at(40, 16777218, 2e7, 1e20, 3e38, -1e3, -2e7, -3e38),
                    at(1, 1, 1, 1, 1, 0, 0, 0),
                    rounded);
        }
    }

    private void clipping() {
        Rule rule = Rule.required(
                "EDGE-CLIPPING",
                "A gradient that is clipped keeps its direction, however large or small its squares are.");
        Tolerance rounded = Tolerance.ulps(4);
        add(rule, "2e19 to 1", clippedTo(1), at(2e19, 0), at(1, 0), rounded);
        add(rule, "3e38 to 1", clippedTo(1), at(3e38, -3e38), at(Math.sqrt(0.5), -Math.sqrt(0.5)), rounded);
        add(rule, "small to smaller", clippedTo(1e-25), at(3e-22, -4e-22), at(6e-26, -8e-26), rounded);
        add(rule, "large to large", clippedTo(1e30), at(3e35, 4e35), at(6e29, 8e29), rounded);
        add(rule, "short enough", clippedTo(1e30), at(3e20, 4e20), at(3e20, 4e20), rounded);
        add(rule, "zero", clippedTo(1), at(0, 0), at(0, 0), rounded);
        add(rule, "NaN", clippedTo(1), at(Double.NaN, 1), at(Double.NaN, Double.NaN), rounded);
    }

    /** Returns what descent of rate -1 adds to zero. */
    private static UnaryOperator<Tensor> clippedTo(double norm) {
        return gradient -> new ClippedByNorm(Sgd.withRate(1), norm)
                .update(gradient.zerosLike(), gradient, List.of(), List.of(Tensor.scalar(gradient.dtype(), -1)))
                .parameters();
    }

    private void normalNumbers() {
        Rule rule = Rule.required(
                "EDGE-NORMAL-NUMBERS",
                "Normal numbers follow their formula even for the smallest and largest words: up to sqrt(66 log 2).");
        long[] words = {0, 1, (1 << 23) - 1, 1 << 23, 1L << 31, 0xFFFFFFFFL};
        double[] radii = Arrays.stream(
                        at(0x1p-33, 1.5 * 0x1p-32, 0x1p-9 - 0x1p-33, 0x1p-9 + 0x1p-24, 0.5 + 0x1p-24, 1 - 0x1p-24))
                .map(u -> Math.sqrt(-2 * Math.log(u)))
                .toArray();
        long[] turns = {0, 1L << 30, 1L << 31, 0xFFFFFFFFL};
        double[] angles = Arrays.stream(at(0x1p-24, 0.25 + 0x1p-24, 0.5 + 0x1p-24, 1 - 0x1p-24))
                .map(v -> 2 * Math.PI * v)
                .toArray();
        long[] pairs = new long[2 * words.length * turns.length];
        double[] expected = new double[pairs.length];
        for (int i = 0; i < pairs.length; i += 2) {
            int word = i / 2 / turns.length;
            int turn = i / 2 % turns.length;
            pairs[i] = words[word];
            pairs[i + 1] = turns[turn];
            expected[i] = radii[word] * Math.cos(angles[turn]);
            expected[i + 1] = radii[word] * Math.sin(angles[turn]);
        }
        // An angle near 2 pi of float32 is wrong by 4.2e-7, from the constant and the product, times a radius of 6.8.
        Tolerance turned = new Tolerance(Tolerance.ToleranceClass.FUNCTION, "4e-6 absolutely", (numbers, dtype) -> {
            double[] allowed = new double[numbers.length];
            Arrays.fill(allowed, 4e-6);
            return allowed;
        });
        checks.add(new KnownResult(
                        "f32, ends of the words",
                        x -> BoxMuller.normal(x.get(0), DType.F32).reshape(pairs.length),
                        List.of(HostArray.of(Shape.of(pairs.length / 2, 2), pairs)),
                        expected,
                        turned)
                .check(rule));
    }

    private void applications() {
        Rule rule = Rule.required(
                "EDGE-APPLY-WHERE",
                "A function that is applied where a condition holds has its derivative there, and derivative 0 elsewhere.");
        UnaryOperator<Tensor> root = x -> x.greater(0).applyWhere(x, 1, Tensor::sqrt, 0);
        double[] points = at(-1, 0, 4, Double.NEGATIVE_INFINITY, 9);
        add(rule, "root", root, points, at(0, 0, 2, 0, 3), Tolerance.division());
        add(
                rule,
                "slope of a root",
                x -> Gradients.of(root.apply(x).sum(), x),
                points,
                at(0, 0, 1.0 / 4, 0, 1.0 / 6),
                Tolerance.ulps(4));
    }

    /** Two updates from zero by a gradient whose square overflows, and then by 1; the second moment does not. */
    private void moments() {
        Rule rule = Rule.required(
                "EDGE-ADAM",
                "Adam accepts a gradient whose square overflows if its term in the second moment does not.");
        double[] gradients = at(2e19, 1);
        double[] expected = at(-0.1, -0.1 - 0.1 * (0.9 * 0.1 / 0.19) / Math.sqrt(0.999 * 0.001 / 0.001999));
        Tolerance rounded = Tolerance.ulps(16);
        Adam adam = Adam.withRate(0.1);
        UnaryOperator<Tensor> both = x -> {
            Optimizer.Update first = adam.update(
                    x.slice(0, 0, 1).zerosLike(),
                    x.slice(0, 0, 1),
                    List.of(x.slice(0, 0, 1).zerosLike(), x.slice(0, 0, 1).zerosLike()),
                    scalars(adam.coefficients(1, 1)));
            Optimizer.Update second =
                    adam.update(first.parameters(), x.slice(0, 1, 2), first.slots(), scalars(adam.coefficients(2, 2)));
            return first.parameters().concat(0, second.parameters());
        };
        add(rule, "both in one run", both, gradients, expected, rounded);
        TensorType type = TensorType.f32(1);
        Tensor p = Tensor.input("p", type);
        Tensor m = Tensor.input("m", type);
        Tensor v = Tensor.input("v", type);
        Tensor g = Tensor.input("g", type);
        Tensor numbers = Tensor.input("numbers", TensorType.f32(5));
        Optimizer.Update update = adam.update(
                p,
                g,
                List.of(m, v),
                IntStream.range(0, 5)
                        .mapToObj(i -> numbers.slice(0, i, i + 1).reshape(Shape.scalar()))
                        .toList());
        Graph graph = Graph.builder()
                .inputs(g, numbers)
                .state(p, update.parameters())
                .state(m, update.slots().get(0))
                .state(v, update.slots().get(1))
                .build();
        checks.add(Check.measured(rule, "f32, a run each", backend -> {
            double[] actual = new double[2];
            try (Executable executable = backend.compile(graph)) {
                List.of("p", "m", "v").forEach(state -> executable.write(state, HostArray.zeros(type)));
                for (int i = 0; i < 2; i++) {
                    executable.run(Map.of(
                            "g", TestOperands.vector(DType.F32, gradients[i]),
                            "numbers", TestOperands.vector(DType.F32, adam.coefficients(i + 1, i + 1))));
                    actual[i] = executable.read("p").get(0);
                }
            }
            return Expect.that(TestOperands.vector(DType.F32, actual))
                    .named("parameter")
                    .computedBy(graph::text)
                    .isCloseTo(HostArray.of(Shape.of(2), expected), rounded);
        }));
    }

    /** Norms of equal numbers whose sums are exact in float32: the mean is exact too, and the deviation is 0. */
    private void constants() {
        Rule rule = Rule.required(
                "EDGE-CONSTANT-NORM",
                "A group norm of equal numbers is 0, although a small epsilon amplifies every error of the mean.");
        for (Shape shape :
                List.of(Shape.of(1, 1, 61), Shape.of(1, 3, 49), Shape.of(1, 1, 7, 7), Shape.of(2, 3, 5, 7))) {
            double[] equal = new double[shape.size()];
            Arrays.fill(equal, 1e4);
            add(
                    rule,
                    "1e4 in " + shape,
                    x -> normalized(x.reshape(shape)).reshape(equal.length),
                    equal,
                    new double[equal.length],
                    Tolerance.exact());
            if (shape.rank() < 4) {
                continue;
            }
            add(
                    rule,
                    "1e4 in " + shape + ", after a convolution",
                    x -> normalized(unchanged(x.reshape(shape))).reshape(equal.length),
                    equal,
                    new double[equal.length],
                    Tolerance.exact());
        }
        double[] three = at(1e4, 1e4, 1e4);
        add(rule, "mean of three", x -> x.mean(0).reshape(1), three, at(1e4), Tolerance.exact());
    }

    private static Tensor normalized(Tensor x) {
        return Tensor.of(new Normalization.GroupNorm(1, NormalizationCases.EPSILON), List.of(x));
    }

    /** Returns images after a convolution with the identity, which some engines compute with the channels last. */
    private static Tensor unchanged(Tensor x) {
        int channels = x.dim(1);
        float[] identity = new float[channels * channels];
        for (int i = 0; i < channels; i++) {
            identity[i * channels + i] = 1;
        }
        Tensor kernel = Tensor.constant(HostArray.wrap(Shape.of(channels, channels, 1, 1), identity));
        return x.conv2d(kernel, ConvolutionGeometry.square(1, 0, 1));
    }

    private static List<Tensor> scalars(double[] numbers) {
        return Arrays.stream(numbers)
                .mapToObj(number -> Tensor.scalar(DType.F32, number))
                .toList();
    }
}
