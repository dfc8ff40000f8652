package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.backend.Executable;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.conformance.check.MeasuredError;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.Rule;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tf32Rounding;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Pairs of programs that compute the same value in different ways, compared on the backend itself. They catch an error that
 * an engine and the interpreter share.
 */
public final class IdentityCases {
    /**
     * An identity between two functions of operands that are uniform on (-1, 1).
     *
     * @param rule the rule that states it
     * @param tolerance how far the two sides may be apart
     * @param operands the shapes of the operands
     * @param left the left side
     * @param right the right side
     */
    private record IdentityExample(
            Rule rule,
            Tolerance tolerance,
            List<Shape> operands,
            Function<List<Tensor>, Tensor> left,
            Function<List<Tensor>, Tensor> right) {

        MeasuredError compare(BackendUnderTest backend, DType dtype) {
            RandomOperands random = new RandomOperands(rule.id());
            List<Tensor> x = IntStream.range(0, operands.size())
                    .mapToObj(i -> Tensor.input(
                            "x" + i, random.whole(dtype, operands.get(i)).type()))
                    .toList();
            Map<String, HostArray> values = new LinkedHashMap<>();
            operands.forEach(shape -> values.put("x" + values.size(), random.uniform(dtype, shape, -1, 1)));
            Graph graph = Graph.builder()
                    .inputs(x)
                    .output("left", left.apply(x))
                    .output("right", right.apply(x))
                    .build();
            try (Executable executable = backend.compile(graph)) {
                Map<String, HostArray> sides = executable.run(values);
                Tolerance ofLeft = Tf32Rounding.tolerance(backend, tolerance, graph, values, "left");
                return Expect.that(sides.get("left"))
                        .named("the left side, compared with the right side")
                        .computedBy(graph::text)
                        .isCloseTo(sides.get("right"), Tf32Rounding.tolerance(backend, ofLeft, graph, values, "right"));
            }
        }
    }

    private final List<IdentityExample> identities = new ArrayList<>();

    private IdentityCases() {
        products();
        orders();
        movements();
        functions();
        convolutions();
    }

    /** Returns the checks of identities in every floating-point type. */
    public static List<Check> all() {
        List<Check> checks = new ArrayList<>();
        for (IdentityExample each : new IdentityCases().identities) {
            for (DType dtype : TestOperands.FLOATING_TYPES) {
                checks.add(Check.measured(each.rule(), dtype.toString(), backend -> each.compare(backend, dtype)));
            }
        }
        return checks;
    }

    /** Adds an identity that holds exactly. */
    private void exact(
            String id,
            String sentence,
            List<Shape> operands,
            Function<List<Tensor>, Tensor> left,
            Function<List<Tensor>, Tensor> right) {
        identities.add(new IdentityExample(Rule.required(id, sentence), Tolerance.exact(), operands, left, right));
    }

    /** Adds an identity that holds up to the rounding of a few sums, for which the tolerance of gradients is right. */
    private void rounded(
            String id,
            String sentence,
            List<Shape> operands,
            Function<List<Tensor>, Tensor> left,
            Function<List<Tensor>, Tensor> right) {
        identities.add(new IdentityExample(Rule.required(id, sentence), Tolerance.gradient(), operands, left, right));
    }

    private void products() {
        Shape a = Shape.of(2, 5, 7);
        Shape b = Shape.of(2, 7, 3);
        rounded(
                "ID-MATMUL-LINEAR",
                "(A + B) C = A C + B C.",
                List.of(a, a, b),
                x -> x.get(0).add(x.get(1)).matmul(x.get(2)),
                x -> x.get(0).matmul(x.get(2)).add(x.get(1).matmul(x.get(2))));
        rounded(
                "ID-MATMUL-TRANSPOSE",
                "The transpose of A B is the transpose of B times the transpose of A.",
                List.of(a, b),
                x -> x.get(0).matmul(x.get(1)).transpose(),
                x -> x.get(1).transpose().matmul(x.get(0).transpose()));
        rounded(
                "ID-MATMUL-SUM",
                "A B is the sum over k of the k-th column of A times the k-th row of B.",
                List.of(a, b),
                x -> x.get(0).matmul(x.get(1)),
                x -> x.get(0).expandDims(3).mul(x.get(1).expandDims(1)).sum(2));
        rounded(
                "ID-SUM-ORDER",
                "A sum over two axes is a sum over one of them, then over the other, in either order.",
                List.of(a),
                x -> x.get(0).sum(0, 2),
                x -> x.get(0).sum(2).sum(0));
        // The reciprocal of 107 is rounded so that 107 times it is not one, in either type.
        exact(
                "ID-MEAN-ONES",
                "The mean of 107 ones is one.",
                List.of(Shape.of(3, 107)),
                x -> x.get(0).mul(0).add(1).mean(1),
                x -> x.get(0).mul(0).add(1).maxOver(1));
        rounded(
                "ID-CUMSUM-ENDS",
                "A cumulative sum and the exclusive one from the other end add up to the sum.",
                List.of(a),
                x -> x.get(0).cumulativeSum(1, false, false).add(x.get(0).cumulativeSum(1, true, true)),
                x -> x.get(0).sum(1).expandDims(1).broadcastTo(a));
    }

    private void orders() {
        Shape shape = Shape.of(4, 9, 3);
        exact(
                "ID-SORT-PERMUTATION",
                "Sorting does not depend on the original order.",
                List.of(shape),
                x -> x.get(0).sort(1),
                x -> x.get(0).reverse(1).sort(1));
        exact(
                "ID-SORT-MAX",
                "The last of the sorted elements is the maximum.",
                List.of(shape),
                x -> x.get(0).sort(1).slice(1, 8, 9).reshape(4, 3),
                x -> x.get(0).maxOver(1));
        exact(
                "ID-MAX-MIN",
                "The maximum and the minimum of two numbers add up to their sum.",
                List.of(shape, shape),
                x -> x.get(0).max(x.get(1)).add(x.get(0).min(x.get(1))),
                x -> x.get(0).add(x.get(1)));
        exact(
                "ID-SELECT-COMPLEMENT",
                "The selected and the rejected operand add up to the sum of both.",
                List.of(shape, shape),
                x -> {
                    Tensor condition = x.get(0).less(x.get(1));
                    return condition.where(x.get(0), x.get(1)).add(condition.where(x.get(1), x.get(0)));
                },
                x -> x.get(0).add(x.get(1)));
        rounded(
                "ID-TAKE-SCATTER",
                "Scattering along positions is the adjoint of taking along the same positions.",
                List.of(shape, shape, shape),
                x -> inner(x.get(0).takeAlong(1, x.get(1).argSort(1)), x.get(2)),
                x -> inner(
                        x.get(0),
                        Tensor.of(
                                new Indexing.ScatterAddAlong(1, 9),
                                List.of(x.get(2), x.get(1).argSort(1)))));
    }

    private void movements() {
        Shape shape = Shape.of(4, 5);
        exact(
                "ID-DOUBLE-REVERSE",
                "A tensor that is reversed, transposed, reversed and transposed again is itself.",
                List.of(shape),
                x -> x.get(0).reverse(0).transpose().reverse(1).transpose(),
                x -> x.get(0));
        exact(
                "ID-SLICE-CONCAT",
                "The slices of a tensor, concatenated, are the tensor.",
                List.of(shape),
                x -> Tensor.concat(
                        1,
                        List.of(
                                x.get(0).slice(1, 0, 2),
                                x.get(0).slice(1, 2, 3),
                                x.get(0).slice(1, 3, 5))),
                x -> x.get(0));
        rounded(
                "ID-PAD-SLICE",
                "Slicing is the adjoint of padding with zeros.",
                List.of(shape, Shape.of(4, 8)),
                x -> inner(x.get(0).pad(1, 1, 2, 0), x.get(1)),
                x -> inner(x.get(0), x.get(1).slice(1, 1, 6)));
        rounded(
                "ID-BROADCAST-SUM",
                "Summing is the adjoint of broadcasting.",
                List.of(Shape.of(4, 1), shape),
                x -> inner(x.get(0).broadcastTo(shape), x.get(1)),
                x -> inner(x.get(0), x.get(1).sum(1).expandDims(1)));
    }

    private static Tensor inner(Tensor a, Tensor b) {
        return a.mul(b).sum();
    }

    private void functions() {
        Shape shape = Shape.of(6, 7);
        rounded(
                "ID-SOFTMAX-SHIFT",
                "A softmax does not change when the same number is added to every element.",
                List.of(shape),
                x -> softmax(x.get(0)),
                x -> softmax(x.get(0).add(3)));
        rounded(
                "ID-SOFTMAX-ONE",
                "A softmax adds up to one.",
                List.of(shape),
                x -> softmax(x.get(0)).sum(1),
                x -> x.get(0).sum(1).zerosLike().add(1));
        rounded(
                "ID-EXP-LOG",
                "The exponential of the logarithm of a number is the number.",
                List.of(shape),
                x -> x.get(0).abs().add(0.5).log().exp(),
                x -> x.get(0).abs().add(0.5));
        rounded(
                "ID-SIN-COS",
                "The squares of sine and cosine add up to one.",
                List.of(shape),
                x -> x.get(0).sin().square().add(x.get(0).cos().square()),
                x -> x.get(0).zerosLike().add(1));
        rounded(
                "ID-TANH-EXPM1",
                "tanh x = (e^2x - 1) / ((e^2x - 1) + 2).",
                List.of(shape),
                x -> x.get(0).tanh(),
                x -> x.get(0).mul(2).expm1().div(x.get(0).mul(2).expm1().add(2)));
        rounded(
                "ID-POW-SQRT",
                "A square root is the power one half.",
                List.of(shape),
                x -> x.get(0).abs().sqrt(),
                x -> x.get(0).abs().pow(Tensor.scalar(x.get(0).dtype(), 0.5).broadcastTo(shape)));
    }

    private static Tensor softmax(Tensor x) {
        return Tensor.of(new Normalization.Softmax(1), List.of(x));
    }

    private void convolutions() {
        // Nothing is symmetric, so that an exchange or a shift shows.
        ConvolutionGeometry geometry = new ConvolutionGeometry(new Slide(2, 1, 2, 1), new Slide(1, 0, 3, 2), 2);
        Shape images = Shape.of(2, 4, 7, 6);
        Shape kernels = Shape.of(6, 2, 3, 2);
        Shape results = Shape.of(
                2, 6, geometry.vertical().outputs(7, 3), geometry.horizontal().outputs(6, 2));
        Function<List<Tensor>, Tensor> forward = x -> inner(x.get(0).conv2d(x.get(1), geometry), x.get(2));
        rounded(
                "ID-CONV-LINEAR",
                "A convolution is linear in its image.",
                List.of(images, images, kernels),
                x -> x.get(0).add(x.get(1)).conv2d(x.get(2), geometry),
                x -> x.get(0).conv2d(x.get(2), geometry).add(x.get(1).conv2d(x.get(2), geometry)));
        rounded(
                "ID-CONV-INPUT-ADJOINT",
                "The gradient of a convolution with respect to its image is the adjoint of the convolution.",
                List.of(images, kernels, results),
                forward,
                x -> inner(x.get(0), Tensor.of(new Conv2dInputGradient(geometry, 7, 6), List.of(x.get(2), x.get(1)))));
        rounded(
                "ID-CONV-FILTER-ADJOINT",
                "The gradient of a convolution with respect to its kernels is the adjoint of the convolution.",
                List.of(images, kernels, results),
                forward,
                x -> inner(x.get(1), Tensor.of(new Conv2dFilterGradient(geometry, 3, 2), List.of(x.get(0), x.get(2)))));
        rounded(
                "ID-CONV-MATMUL",
                "A convolution with kernels of one tap is a matrix product at each pixel.",
                List.of(images, Shape.of(5, 4)),
                x -> x.get(0).conv2d(x.get(1).reshape(5, 4, 1, 1), ConvolutionGeometry.square(1, 0, 1)),
                x -> x.get(1)
                        .expandDims(0)
                        .broadcastTo(Shape.of(2, 5, 4))
                        .matmul(x.get(0).reshape(2, 4, 42))
                        .reshape(2, 5, 7, 6));
    }
}
