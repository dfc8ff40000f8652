package org.pushforward.conformance.derivatives;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Rectified;
import org.pushforward.graph.Smooth;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Derivatives of every composite, including operands at which a naive formula subtracts infinities. */
final class CompositeGradientCases {
    private static final List<Shape> SHAPES =
            List.of(Shape.scalar(), Shape.of(5), Shape.of(2, 0), Shape.of(2, 1, 3, 2));

    /** Numbers whose exponential overflows, for either sign, in float32 or in float64. */
    private static final double[] LARGE = {30, -30, 100, -100, 1000, -1000, 1e4, -1e4};

    private static final double[] ABOUT_ZERO = {0.0, -0.0, 1e-3, -1e-3, 1e-8, -1e-8};

    private CompositeGradientCases() {}

    static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        RandomOperands random = new RandomOperands("composite gradients");
        activations(cases, random);
        rectified(cases, random);
        exponentials(cases, random);
        norms(cases, random);
        updates(cases, random);
        sorts(cases, random);
        return cases;
    }

    private static void activations(List<GradientCase> cases, RandomOperands random) {
        for (Smooth each : List.of(new Smooth.Sigmoid(), new Smooth.Silu(), new Smooth.Softplus(), new Smooth.Gelu())) {
            for (Shape shape : SHAPES) {
                cases.add(GradientCase.of(each, shape.toString(), random.uniform(DType.F64, shape, -3, 3)));
            }
            cases.add(GradientCase.of(each, "large numbers", TestOperands.vector(DType.F64, LARGE)));
            cases.add(GradientCase.of(each, "about zero", TestOperands.vector(DType.F64, ABOUT_ZERO)));
        }
        for (Smooth each : List.of(new Smooth.SiluGradient(), new Smooth.GeluGradient())) {
            for (Shape shape : SHAPES) {
                product(cases, random, each, shape.toString(), random.uniform(DType.F64, shape, -3, 3));
            }
            product(cases, random, each, "large numbers", TestOperands.vector(DType.F64, LARGE));
            product(cases, random, each, "about zero", TestOperands.vector(DType.F64, ABOUT_ZERO));
        }
        for (Smooth each : List.of(new Smooth.TanhGradient(), new Smooth.SigmoidGradient())) {
            for (Shape shape : SHAPES) {
                product(cases, random, each, shape.toString(), random.uniform(DType.F64, shape, -0.9, 0.9));
            }
            product(cases, random, each, "saturated values", TestOperands.vector(DType.F64, 1, -1, 0, 0.5));
        }
    }

    private static void rectified(List<GradientCase> cases, RandomOperands random) {
        HostArray tied = TestOperands.vector(DType.F64, 0.0, -0.0, 2, -2, 0.0);
        for (double slope : new double[] {0, 0.2}) {
            for (Shape shape : SHAPES) {
                String label = "slope " + slope + ", " + shape;
                double[] apart = Arrays.stream(random.distinct(DType.F64, shape).toDoubles())
                        .map(number -> number + 0.125)
                        .toArray();
                HostArray x = HostArray.wrap(shape, apart);
                cases.add(GradientCase.of(new Rectified.LeakyRelu(slope), label, x));
                product(cases, random, new Rectified.LeakyReluGradient(slope), label, x);
            }
            cases.add(GradientCase.atKink(new Rectified.LeakyRelu(slope), "slope " + slope + " at zero", tied));
        }
    }

    /** Adds the case of a composite that multiplies a cotangent by a function of x. */
    private static void product(
            List<GradientCase> cases, RandomOperands random, Composite composite, String label, HostArray x) {
        cases.add(GradientCase.of(composite, label, random.uniform(DType.F64, x.shape(), -1, 1), x));
    }

    private static void exponentials(List<GradientCase> cases, RandomOperands random) {
        for (Shape shape : List.of(Shape.of(5), Shape.of(1, 1), Shape.of(3, 4), Shape.of(2, 3, 2))) {
            for (int axis = 0; axis < shape.rank(); axis++) {
                String label = shape + " along " + axis;
                HostArray x = random.uniform(DType.F64, shape, -2, 2);
                cases.add(GradientCase.of(new Normalization.Softmax(axis), label, x));
                cases.add(GradientCase.of(new Normalization.LogSoftmax(axis), label, x));
                product(
                        cases,
                        random,
                        new Normalization.SoftmaxGradient(axis),
                        label,
                        random.uniform(DType.F64, shape, 0, 1));
            }
        }
        HostArray large = HostArray.of(Shape.of(2, 3), 1000.0, 999.5, -1000.0, -1e4, -1e4, -1e4 - 0.5);
        HostArray ties = HostArray.of(Shape.of(2, 2), 1.0, 1.0, -3.0, -3.0);
        cases.add(GradientCase.of(new Normalization.Softmax(1), "large numbers", large));
        cases.add(GradientCase.of(new Normalization.LogSoftmax(1), "large numbers", large));
        cases.add(GradientCase.of(new Normalization.Softmax(1), "ties", ties));
        cases.add(GradientCase.of(new Normalization.LogSoftmax(1), "ties", ties));
        cases.add(GradientCase.of(
                new Normalization.Softmax(0),
                "one left out",
                TestOperands.vector(DType.F64, 1, Double.NEGATIVE_INFINITY, 0.5)));
    }

    private static void norms(List<GradientCase> cases, RandomOperands random) {
        for (int groups : new int[] {1, 2, 4}) {
            for (Shape shape : List.of(Shape.of(3, 4), Shape.of(2, 4, 5), Shape.of(1, 4, 3, 2))) {
                HostArray x = random.uniform(DType.F64, shape, -2, 2);
                norm(cases, random, groups, 0.01, "uniform", x);
            }
        }
        Shape shape = Shape.of(2, 4, 3);
        norm(
                cases,
                random,
                2,
                0.1,
                "constant",
                HostArray.zeros(random.whole(DType.F64, shape).type()));
        norm(cases, random, 2, 0.01, "away from zero", random.uniform(DType.F64, shape, 19, 21));
    }

    private static void norm(
            List<GradientCase> cases, RandomOperands random, int groups, double epsilon, String label, HostArray x) {
        String of = label + ", " + x.shape() + " in " + groups + " groups";
        cases.add(GradientCase.of(new Normalization.GroupNorm(groups, epsilon), of, x));
        product(cases, random, new Normalization.GroupNormGradient(groups, epsilon), of, x);
    }

    private static void updates(List<GradientCase> cases, RandomOperands random) {
        for (int size : new int[] {0, 1, 5}) {
            Shape shape = Shape.of(size);
            HostArray parameters = random.uniform(DType.F64, shape, -2, 2);
            HostArray m = random.uniform(DType.F64, shape, -1, 1);
            HostArray v = random.uniform(DType.F64, shape, 0.2, 1);
            HostArray gradient = random.uniform(DType.F64, shape, -2, 2);
            cases.add(GradientCase.of(new AdamUpdate.AdamFirstMoment(0.9), shape.toString(), m, gradient));
            cases.add(GradientCase.of(new AdamUpdate.AdamSecondMoment(0.9), shape.toString(), v, gradient));
            for (double decay : new double[] {0, 0.1}) {
                List<HostArray> operands = new ArrayList<>(List.of(parameters, m, v, gradient));
                for (double scalar : new double[] {0.02, 1.5, 0.99, 0.01, 7}) {
                    operands.add(HostArray.scalar(DType.F64, scalar));
                }
                cases.add(GradientCase.of(
                        new AdamUpdate.AdamStep(0.9, 0.99, 1e-3, decay),
                        shape + ", decay " + decay,
                        operands.toArray(HostArray[]::new)));
            }
        }
    }

    private static void sorts(List<GradientCase> cases, RandomOperands random) {
        Shape shape = Shape.of(3, 4, 2);
        for (int axis = 0; axis < 3; axis++) {
            cases.add(GradientCase.of(new Composite.Sort(axis), "along " + axis, random.distinct(DType.F64, shape)));
            HostArray tied = random.whole(DType.F64, shape);
            cases.add(GradientCase.atKink(new Composite.Sort(axis), "ties along " + axis, tied));
        }
        HostArray none = HostArray.of(Shape.of(0, 3), new double[0]);
        cases.add(GradientCase.of(new Composite.Sort(0), "of nothing", none));
    }
}
