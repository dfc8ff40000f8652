package org.pushforward.conformance.derivatives;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.values.BroadcastExample;
import org.pushforward.conformance.values.CheckpointCases;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Derivatives of every differentiable primitive, inside its domain and at its kinks. */
public final class GradientCases {
    /** Functions of one number, each with an interval on which its derivatives are of order one. */
    private static final Map<Unary, double[]> UNARY = Map.ofEntries(
            Map.entry(new Unary.Neg(), new double[] {-2, 2}),
            Map.entry(new Unary.Abs(), new double[] {0.2, 2}),
            Map.entry(new Unary.Exp(), new double[] {-2, 2}),
            Map.entry(new Unary.Log(), new double[] {0.4, 3}),
            Map.entry(new Unary.Log1p(), new double[] {-0.5, 3}),
            Map.entry(new Unary.Expm1(), new double[] {-2, 2}),
            Map.entry(new Unary.Sqrt(), new double[] {0.4, 3}),
            Map.entry(new Unary.Sin(), new double[] {-4, 4}),
            Map.entry(new Unary.Cos(), new double[] {-4, 4}),
            Map.entry(new Unary.Tanh(), new double[] {-2, 2}),
            Map.entry(new Unary.ErrorFunction(), new double[] {-2, 2}));

    private static final List<Shape> SHAPES =
            List.of(Shape.scalar(), Shape.of(5), Shape.of(2, 0), Shape.of(2, 3), Shape.of(2, 1, 3, 2));

    private GradientCases() {}

    /** Returns every case in every floating-point type. */
    public static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (GradientCase each : functions()) {
            TestOperands.FLOATING_TYPES.forEach(dtype -> cases.addAll(each.casesIn(dtype)));
        }
        return cases;
    }

    /** Returns every function that is differentiated. */
    static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        RandomOperands random = new RandomOperands("gradients");
        elementwise(cases, random);
        choices(cases, random);
        movements(cases, random);
        reductions(cases, random);
        products(cases, random);
        indexing(cases, random);
        roundings(cases, random);
        scans(cases, random);
        slices(cases, random);
        cases.addAll(ConvolutionGradientCases.functions());
        cases.addAll(CompositeGradientCases.functions());
        cases.addAll(CheckpointCases.functions());
        return cases;
    }

    private static void elementwise(List<GradientCase> cases, RandomOperands random) {
        for (Shape shape : SHAPES) {
            UNARY.forEach((primitive, interval) -> cases.add(GradientCase.of(
                    primitive,
                    shape.toString(),
                    new RandomOperands(primitive.name() + shape).uniform(DType.F64, shape, interval[0], interval[1]))));
            for (Binary primitive : List.of(new Binary.Add(), new Binary.Sub(), new Binary.Mul())) {
                HostArray x = random.uniform(DType.F64, shape, -2, 2);
                HostArray y = random.uniform(DType.F64, shape, -2, 2);
                cases.add(GradientCase.of(primitive, shape.toString(), x, y));
            }
            for (Binary primitive : List.of(new Binary.Div(), new Binary.Pow())) {
                HostArray x = random.uniform(DType.F64, shape, 0.5, 2);
                HostArray y = random.uniform(DType.F64, shape, 0.5, 2);
                cases.add(GradientCase.of(primitive, shape.toString(), x, y));
            }
            for (Binary primitive : List.of(new Binary.Max(), new Binary.Min())) {
                HostArray x = random.distinct(DType.F64, shape);
                HostArray y = random.uniform(DType.F64, shape, 0.05, 0.2);
                cases.add(GradientCase.of(primitive, shape.toString(), x, y));
                HostArray tied = random.whole(DType.F64, Shape.of(20));
                cases.add(GradientCase.atKink(
                        primitive, "ties beside " + shape, tied, random.whole(DType.F64, Shape.of(20))));
            }
        }
        HostArray negative = random.uniform(DType.F64, Shape.of(6), -2, -0.2);
        HostArray zeros = TestOperands.vector(DType.F64, 0, 1, -1);
        cases.add(GradientCase.of(new Unary.Abs(), "of negative numbers", negative));
        cases.add(GradientCase.atKink(new Unary.Abs(), "of zero", zeros));
        cases.add(GradientCase.of(new Unary.Sign(), "nowhere", negative));
        cases.add(GradientCase.atKink(
                new Binary.Pow(),
                "zero and whole exponents",
                TestOperands.vector(DType.F64, 0, 0, 2, 3),
                TestOperands.vector(DType.F64, 0, 2, 0, 3)));
        // The mixed derivative is 1 / x there, although that in x is 0.
        cases.add(GradientCase.of(
                new Binary.Pow(),
                "exponents of zero",
                random.uniform(DType.F64, Shape.of(4), 0.5, 2),
                TestOperands.vector(DType.F64, 0, 0, -0.0, 1)));
        for (double exponent : new double[] {0, 1, 2, 3, -1}) {
            cases.add(new GradientCase(
                    "to the known power " + exponent,
                    Binary.Pow.class,
                    List.of(TestOperands.vector(DType.F64, exponent < 0 ? 0.5 : 0, -2, 1.5)),
                    GradientCase.Smoothness.SMOOTH,
                    x -> x.get(0).pow(exponent)));
        }
    }

    private static void choices(List<GradientCase> cases, RandomOperands random) {
        for (Shape shape : SHAPES) {
            HostArray x = random.uniform(DType.F64, shape, -2, 2);
            HostArray y = random.uniform(DType.F64, shape, -2, 2);
            cases.add(
                    GradientCase.of(new Elementwise.Select(), shape.toString(), random.whole(DType.BOOL, shape), x, y));
            cases.add(new GradientCase(
                    shape + " to the other type",
                    Elementwise.Cast.class,
                    List.of(x),
                    GradientCase.Smoothness.SMOOTH,
                    v -> v.get(0).cast(v.get(0).dtype() == DType.F32 ? DType.F64 : DType.F32)));
            cases.add(new GradientCase(
                    shape + " times the operand",
                    Elementwise.StopGradient.class,
                    List.of(x),
                    GradientCase.Smoothness.STOPPED,
                    v -> v.get(0).stopGradient().mul(v.get(0))));
        }
    }

    private static void movements(List<GradientCase> cases, RandomOperands random) {
        HostArray x = random.uniform(DType.F64, Shape.of(3, 4, 5), -2, 2);
        add(cases, new Movement.Reshape(Shape.of(5, 12)), x);
        add(cases, new Movement.Transpose(List.of(2, 0, 1)), x);
        add(cases, new Movement.Reverse(List.of(0, 2)), x);
        add(cases, new Movement.Slice(List.of(0, 1, 2), List.of(3, 4, 5), List.of(2, 1, 2)), x);
        add(cases, new Movement.Slice(List.of(1, 0, 0), List.of(1, 4, 5), List.of(1, 1, 1)), x);
        add(cases, new Movement.Slice(List.of(0, 0, 1), List.of(3, 2, 4), List.of(3, 1, 1)), x);
        add(cases, new Movement.Pad(List.of(1, 0, 2), List.of(0, 3, 1), List.of(0, 1, 2), 4), x);
        for (BroadcastExample each : BroadcastExample.ALL) {
            HostArray left = random.uniform(DType.F64, each.left(), -2, 2);
            cases.add(GradientCase.of(new Movement.Broadcast(each.result()), each.toString(), left));
        }
        for (int axis = 0; axis < 3; axis++) {
            HostArray longer = random.uniform(DType.F64, x.shape().with(axis, 7), -2, 2);
            HostArray empty = random.uniform(DType.F64, x.shape().with(axis, 0), -2, 2);
            add(cases, new Movement.Concat(axis), x, longer, empty);
        }
        HostArray none = HostArray.of(Shape.of(0, 3), new double[0]);
        add(cases, new Movement.Slice(List.of(0, 1), List.of(0, 3), List.of(2, 2)), none);
        add(cases, new Movement.Pad(List.of(1, 0), List.of(1, 1), List.of(2, 1), 1), none);
    }

    private static void reductions(List<GradientCase> cases, RandomOperands random) {
        HostArray x = random.distinct(DType.F64, Shape.of(3, 4, 5));
        for (List<Integer> axes :
                List.of(List.of(0), List.of(1), List.of(0, 2), List.of(0, 1, 2), List.<Integer>of())) {
            add(cases, new Reduction.ReduceSum(axes), x);
            add(cases, new Reduction.ReduceMax(axes), x);
            HostArray tied = random.whole(DType.F64, Shape.of(3, 4, 5));
            cases.add(GradientCase.atKink(new Reduction.ReduceMax(axes), "ties over " + axes, tied));
        }
        add(cases, new Reduction.ReduceSum(List.of(0)), HostArray.of(Shape.of(0, 3), new double[0]));
    }

    private static void products(List<GradientCase> cases, RandomOperands random) {
        for (boolean left : new boolean[] {false, true}) {
            for (boolean right : new boolean[] {false, true}) {
                Matmul product = new Matmul(left, right);
                add(
                        cases,
                        product,
                        random.uniform(DType.F64, left ? Shape.of(4, 2) : Shape.of(2, 4), -1, 1),
                        random.uniform(DType.F64, right ? Shape.of(3, 4) : Shape.of(4, 3), -1, 1));
                add(
                        cases,
                        product,
                        random.uniform(DType.F64, left ? Shape.of(2, 2, 3, 4) : Shape.of(2, 2, 4, 3), -1, 1),
                        random.uniform(DType.F64, right ? Shape.of(2, 2, 2, 3) : Shape.of(2, 2, 3, 2), -1, 1));
            }
        }
        HostArray none = HostArray.of(Shape.of(3, 0), new double[0]);
        add(cases, new Matmul(false, true), none, none);
    }

    private static void indexing(List<GradientCase> cases, RandomOperands random) {
        for (int axis = 0; axis < 3; axis++) {
            HostArray x = random.uniform(DType.F64, Shape.of(3, 4, 2), -2, 2);
            HostArray repeated =
                    random.indices(x.shape().with(axis, 6), x.shape().dim(axis));
            add(cases, new Indexing.TakeAlong(axis), x, repeated);
            HostArray target = random.indices(x.shape(), 5);
            add(cases, new Indexing.ScatterAddAlong(axis, 5), x, target);
            int sorted = axis;
            cases.add(new GradientCase(
                    "sorted along " + axis,
                    Indexing.TakeAlong.class,
                    List.of(random.distinct(DType.F64, Shape.of(3, 4, 2))),
                    GradientCase.Smoothness.SMOOTH,
                    v -> v.get(0).sort(sorted)));
        }
        cases.add(GradientCase.atKink(
                new Indexing.ScatterAddAlong(0, 4),
                "of nothing",
                HostArray.of(Shape.of(0), new double[0]),
                HostArray.of(Shape.of(0), new long[0])));
    }

    private static void roundings(List<GradientCase> cases, RandomOperands random) {
        HostArray between = TestOperands.vector(DType.F64, 0.3, -0.3, 1.7, -1.7, 12.8, -12.2);
        HostArray halves = TestOperands.vector(DType.F64, 0, -0.0, 0.5, -0.5, 1, -1, 1.5, 2.5);
        for (Unary primitive : List.of(new Unary.Floor(), new Unary.Ceil(), new Unary.Round())) {
            cases.add(GradientCase.of(primitive, "flat", between));
            cases.add(GradientCase.atKink(primitive, "jumps", halves));
        }
        Binary remainder = new Binary.Remainder();
        for (Shape shape : SHAPES) {
            HostArray y = random.uniform(DType.F64, shape, 1, 2);
            cases.add(GradientCase.of(remainder, shape + " below", random.uniform(DType.F64, shape, 0.2, 0.8), y));
            cases.add(GradientCase.of(remainder, shape + " negative", random.uniform(DType.F64, shape, -0.8, -0.2), y));
            HostArray x = random.uniform(DType.F64, shape, -2, 2);
            cases.add(GradientCase.of(new Elementwise.Barrier(), shape.toString(), x, y));
        }
        cases.add(GradientCase.of(
                remainder,
                "of both signs",
                TestOperands.vector(DType.F64, 5.3, -5.3, 5.3, -5.3, 0.4, 1000.4),
                TestOperands.vector(DType.F64, 2, 2, -2, -2, 1.5, 3)));
        cases.add(GradientCase.atKink(
                remainder,
                "multiples",
                TestOperands.vector(DType.F64, 4, -4, 0, 0, 6, -6),
                TestOperands.vector(DType.F64, 2, 2, 3, -3, -2, -3)));
    }

    private static void scans(List<GradientCase> cases, RandomOperands random) {
        for (boolean exclusive : new boolean[] {false, true}) {
            for (boolean reverse : new boolean[] {false, true}) {
                for (int axis = 0; axis < 3; axis++) {
                    HostArray x = random.uniform(DType.F64, Shape.of(3, 4, 2), -2, 2);
                    add(cases, new Scan.CumulativeSum(axis, exclusive, reverse), x);
                }
                HostArray none = HostArray.of(Shape.of(0, 3), new double[0]);
                add(cases, new Scan.CumulativeSum(0, exclusive, reverse), none);
            }
        }
    }

    private static void slices(List<GradientCase> cases, RandomOperands random) {
        HostArray repeated = HostArray.of(Shape.of(5), 1L, 0L, 1L, 1L, 2L);
        for (int axis = 0; axis < 3; axis++) {
            HostArray x = random.uniform(DType.F64, Shape.of(3, 4, 3), -2, 2);
            add(cases, new Indexing.Gather(axis), x, repeated);
            HostArray values = random.uniform(DType.F64, x.shape().with(axis, 5), -2, 2);
            add(cases, new Indexing.ScatterAdd(axis, 4), values, repeated);
        }
        HostArray none = HostArray.of(Shape.of(0), new long[0]);
        add(cases, new Indexing.Gather(0), random.uniform(DType.F64, Shape.of(3, 2), -2, 2), none);
        add(cases, new Indexing.ScatterAdd(0, 4), HostArray.of(Shape.of(0, 2), new double[0]), none);
    }

    private static void add(List<GradientCase> cases, Primitive primitive, HostArray... operands) {
        String shapes = List.of(operands).stream()
                .map(x -> x.shape().toString())
                .toList()
                .toString();
        cases.add(GradientCase.of(primitive, primitive.text() + " of " + shapes, operands));
    }
}
