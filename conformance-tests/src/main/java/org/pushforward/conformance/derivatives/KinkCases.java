package org.pushforward.conformance.derivatives;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pushforward.autodiff.Gradients;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.KnownResult;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Activation;

/**
 * Derivatives at points where a function has none, or only one by convention. The expected numbers are literals, copied from PyTorch with
 * one exception: the derivative of a rectifier at NaN is NaN here, and the slope of one side in PyTorch.
 */
public final class KinkCases {
    private static final Rule RULE = Rule.required(
            "VJP-KINKS", "At kinks, at poles and at NaN derivatives are those of a list: PyTorch's, and NaN at NaN.");

    private static final double NAN = Double.NaN;
    private static final double INFINITE = Double.POSITIVE_INFINITY;

    /**
     * A function of one number, and its derivatives at some points.
     *
     * @param name the name of the function
     * @param function the function, of a vector, element by element or not
     * @param x the points
     * @param slopes the derivatives of the sum of all results at these points
     */
    private record Kink(String name, UnaryOperator<Tensor> function, double[] x, double[] slopes) {}

    private static final List<Kink> KINKS = List.of(
            kink("abs", Tensor::abs, at(-2, -0.0, 0, 2, NAN), 1, at(-1, 0, 0, 1, NAN)),
            kink("sign", Tensor::sign, at(-2, 0, 2), 1, at(0, 0, 0)),
            kink("ReLU", Activation.RELU::apply, at(-2, -0.0, 0, 2, NAN), 1, at(0, 0, 0, 1, NAN)),
            kink("leaky ReLU", Activation.LEAKY_RELU::apply, at(-2, -0.0, 0, 2, NAN), 1, at(0.2, 0.2, 0.2, 1, NAN)),
            kink("max(x, 1)", x -> x.max(1), at(0, 1, 2), 1, at(0, 0.5, 1)),
            kink("min(x, 1)", x -> x.min(1), at(0, 1, 2), 1, at(1, 0.5, 0)),
            kink("between -1 and 1", x -> x.max(-1).min(1), at(-2, -1, 0, 1, 2), 1, at(0, 0.5, 1, 0.5, 0)),
            kink("max(x, x)", x -> x.max(x), at(-1, 0, 1), 1, at(1, 1, 1)),
            kink("the largest", x -> x.maxOver(0), at(1, 3, 3, 0), 1, at(0, 0.5, 0.5, 0)),
            kink("the two largest", x -> x.sort(0).slice(0, 2, 4), at(1, 3, 3, 0), 1, at(0, 1, 1, 0)),
            kink("floor", Tensor::floor, at(-1, 0, 0.5), 1, at(0, 0, 0)),
            kink("ceil", Tensor::ceil, at(-1, 0, 0.5), 1, at(0, 0, 0)),
            kink("round", Tensor::round, at(-0.5, 0, 1.5), 1, at(0, 0, 0)),
            kink("square root", Tensor::sqrt, at(0, 4), 1, at(INFINITE, 0.25)),
            kink("logarithm", Tensor::log, at(0, 4), 1, at(INFINITE, 0.25)),
            kink("x^0", x -> x.pow(0), at(-1, 0, 2, NAN), 1, at(0, 0, 0, 0)),
            kink("x^1", x -> x.pow(1), at(-1, 0, 2), 1, at(1, 1, 1)),
            kink("x^2", x -> x.pow(2), at(-1, 0, 2), 1, at(-2, 0, 4)),
            kink("x^0.5", x -> x.pow(0.5), at(0, 4), 1, at(INFINITE, 0.25)),
            kink("0^y", y -> y.zerosLike().pow(y), at(0, 2, -1), 1, at(0, 0, -INFINITE)),
            kink("(-2)^y", y -> y.zerosLike().sub(2).pow(y), at(1, 2, 3), 1, at(NAN, NAN, NAN)),
            kink("1^y", y -> y.zerosLike().add(1).pow(y), at(0, 2, -1), 1, at(0, 0, 0)),
            kink("x^y of x, y = 0 and 2", x -> x.pow(exponents(x)), at(0, 0), 1, at(0, 0)),
            kink("x mod 2", x -> x.remainder(x.zerosLike().add(2)), at(4, -4, 0), 1, at(1, 1, 1)),
            kink("x^0", x -> x.pow(0), at(-1, 0, 2), 2, at(0, 0, 0)),
            kink("x^1", x -> x.pow(1), at(-1, 0, 2), 2, at(0, 0, 0)),
            kink("x^2", x -> x.pow(2), at(-1, 0, 2), 2, at(2, 2, 2)),
            kink("x^y of x, y = 0 and 2", x -> x.pow(exponents(x)), at(0, 0), 2, at(0, 2)),
            kink("ReLU", Activation.RELU::apply, at(-2, 0, 2), 2, at(0, 0, 0)));

    private KinkCases() {}

    private static double[] at(double... numbers) {
        return numbers;
    }

    /** Makes one of the derivative of some order. */
    private static Kink kink(String name, UnaryOperator<Tensor> function, double[] x, int order, double[] slopes) {
        return order == 1
                ? new Kink(name, function, x, slopes)
                : new Kink(name + ", order " + order, v -> slope(function, v), x, slopes);
    }

    private static Tensor exponents(Tensor x) {
        return Tensor.iota(x.type(), 0).mul(2);
    }

    private static Tensor slope(UnaryOperator<Tensor> function, Tensor x) {
        return Gradients.of(function.apply(x).sum(), x);
    }

    /** Returns the checks, in every floating-point type. */
    public static List<Check> all() {
        return TestOperands.FLOATING_TYPES.stream()
                .flatMap(dtype -> KINKS.stream().map(kink -> KnownResult.of(
                                dtype,
                                kink.name(),
                                x -> slope(kink.function(), x),
                                kink.x(),
                                kink.slopes(),
                                Tolerance.division())
                        .check(RULE)))
                .toList();
    }
}
