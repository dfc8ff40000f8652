package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of softmax, group normalization, and their gradients. */
public final class NormalizationCases {
    /** The constant that is added to the variance. */
    public static final double EPSILON = 1e-5;

    /** Shapes and numbers of groups: one sample, groups of one element, layer and instance normalization, and higher ranks. */
    private static final List<Object[]> GROUPED = List.of(
            new Object[] {Shape.of(3, 4), 1},
            new Object[] {Shape.of(3, 4), 2},
            new Object[] {Shape.of(3, 4), 4},
            new Object[] {Shape.of(1, 1), 1},
            new Object[] {Shape.of(2, 6, 5), 3},
            new Object[] {Shape.of(2, 4, 3, 5), 1},
            new Object[] {Shape.of(2, 4, 3, 5), 2},
            new Object[] {Shape.of(2, 4, 3, 5), 4},
            new Object[] {Shape.of(1, 3, 1, 1), 3},
            new Object[] {Shape.of(2, 8, 16, 16), 4},
            new Object[] {Shape.of(2, 2, 1, 2, 1, 2, 1, 2), 2});

    private NormalizationCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            exponentials(cases, dtype);
            groups(cases, dtype);
        }
        return cases;
    }

    private static void exponentials(List<ConformanceCase> cases, DType dtype) {
        RandomOperands random = new RandomOperands("softmax " + dtype);
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            IntStream.range(0, shape.rank())
                    .filter(axis -> shape.dim(axis) > 0)
                    .forEach(axis -> softmax(cases, random, "edge", axis, random.uniform(dtype, shape, -5, 5)));
        }
        softmax(cases, random, "wide", 1, random.uniform(dtype, Shape.of(3, 7, 2), -30, 30));
        softmax(cases, random, "long", 0, random.uniform(dtype, Shape.of(1037), -10, 10));
        softmax(cases, random, "all equal", 0, TestOperands.vector(dtype, 3, 3, 3, 3));
        softmax(cases, random, "large", 0, TestOperands.vector(dtype, 1000, 1000, 999, -1000));
        softmax(cases, random, "large and negative", 0, TestOperands.vector(dtype, -1e4, -1e4, -10001, -2e4));
        softmax(cases, random, "all of the weight on one", 0, TestOperands.vector(dtype, 1e4, 0, -1e4));
        softmax(cases, random, "one left out", 0, TestOperands.vector(dtype, 1, Double.NEGATIVE_INFINITY, 2));
    }

    /** Adds a softmax, its logarithm and its gradient. */
    public static void softmax(
            List<ConformanceCase> cases, RandomOperands random, String label, int axis, HostArray x) {
        String of = label + ", " + x.shape() + " along " + axis;
        int length = x.shape().dim(axis);
        // The rounding of x - max is multiplied by exp(x - max).
        cases.add(SmoothCases.composed(
                new Normalization.Softmax(axis),
                of,
                length,
                v -> softmax(axis, v.get(0)).mul(finite(below(axis, v.get(0))).add(1)),
                x));
        if (!label.equals("one left out")) {
            cases.add(SmoothCases.composed(
                    new Normalization.LogSoftmax(axis),
                    of,
                    length,
                    v -> below(axis, v.get(0)).add(1 + Math.log(length)),
                    x));
        }
        HostArray g = random.uniform(x.dtype(), x.shape(), -2, 2);
        HostArray y = random.uniform(x.dtype(), x.shape(), 0, 2.0 / length);
        cases.add(SmoothCases.composed(
                new Normalization.SoftmaxGradient(axis),
                of,
                length,
                v -> v.get(1)
                        .mul(v.get(0)
                                .abs()
                                .add(v.get(0).mul(v.get(1)).abs().sum(axis).expandDims(axis))),
                g,
                y));
    }

    private static Tensor softmax(int axis, Tensor x) {
        return Tensor.of(new Normalization.Softmax(axis), List.of(x));
    }

    private static Tensor below(int axis, Tensor x) {
        return x.maxOver(axis).expandDims(axis).sub(x);
    }

    private static Tensor finite(Tensor x) {
        return x.min(1e6);
    }

    private static void groups(List<ConformanceCase> cases, DType dtype) {
        RandomOperands random = new RandomOperands("group norm " + dtype);
        for (Object[] each : GROUPED) {
            Shape shape = (Shape) each[0];
            int groups = (Integer) each[1];
            groupNorm(cases, random, "case", groups, EPSILON, random.uniform(dtype, shape, -3, 3));
        }
        Shape shape = Shape.of(2, 4, 3, 5);
        groupNorm(cases, random, "large epsilon", 2, 0.5, random.uniform(dtype, shape, -3, 3));
        groupNorm(
                cases,
                random,
                "constant",
                2,
                EPSILON,
                HostArray.zeros(random.whole(dtype, shape).type()));
        groupNorm(cases, random, "small numbers", 2, EPSILON, random.uniform(dtype, shape, -1e-4, 1e-4));
        // The mean of the squares minus the square of the mean would lose this variance.
        groupNorm(cases, random, "far from zero", 2, EPSILON, random.uniform(dtype, shape, 999, 1001));
        groupNorm(cases, random, "large numbers", 2, EPSILON, random.uniform(dtype, shape, -1e6, 1e6));
    }

    /** Adds a group normalization and its gradient. */
    public static void groupNorm(
            List<ConformanceCase> cases, RandomOperands random, String label, int groups, double epsilon, HostArray x) {
        String of = label + ", " + x.shape() + " in " + groups + " groups";
        int elements = x.size() / (x.shape().dim(0) * groups);
        cases.add(SmoothCases.composed(
                new Normalization.GroupNorm(groups, epsilon),
                of,
                elements,
                v -> reach(v.get(0), groups, epsilon).reshape(x.shape()),
                x));
        HostArray g = random.uniform(x.dtype(), x.shape(), -2, 2);
        cases.add(SmoothCases.composed(
                new Normalization.GroupNormGradient(groups, epsilon),
                of,
                elements,
                v -> slopeTerms(v.get(0), v.get(1), groups, epsilon),
                g,
                x));
    }

    /** Returns (|x| + mean |x|) / sqrt(variance + epsilon) in each group; the rounding of x - mean is one epsilon of it. */
    private static Tensor reach(Tensor x, int groups, double epsilon) {
        Tensor grouped = grouped(x, groups);
        return grouped.abs().add(mean(grouped.abs())).div(deviation(grouped, epsilon));
    }

    /** Returns the terms of the gradient, with the normalized value replaced by the sum of its terms. */
    private static Tensor slopeTerms(Tensor g, Tensor x, int groups, double epsilon) {
        Tensor reach = reach(x, groups, epsilon);
        Tensor size = grouped(g, groups).abs();
        Tensor direct = size.add(mean(size)).mul(reach.add(1));
        Tensor projected = reach.mul(mean(size.mul(reach)));
        return direct.add(projected).div(deviation(grouped(x, groups), epsilon)).reshape(x.shape());
    }

    private static Tensor deviation(Tensor grouped, double epsilon) {
        return mean(grouped.sub(mean(grouped)).square()).add(epsilon).sqrt();
    }

    private static Tensor grouped(Tensor x, int groups) {
        return x.reshape(x.dim(0), groups, x.shape().size() / (x.dim(0) * groups));
    }

    private static Tensor mean(Tensor grouped) {
        return grouped.mean(2).expandDims(2);
    }
}
