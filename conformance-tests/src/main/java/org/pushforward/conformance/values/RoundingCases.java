package org.pushforward.conformance.values;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Cases of rounding to whole numbers, and of integer division. */
final class RoundingCases {
    private static final List<Unary> ROUNDINGS = List.of(new Unary.Floor(), new Unary.Ceil(), new Unary.Round());

    /** Numbers halfway between two whole numbers, near that, and beyond which every number is whole. */
    private static final double[] EDGES = {
        0.0,
        -0.0,
        0.5,
        -0.5,
        1.5,
        -1.5,
        2.5,
        -2.5,
        3.5,
        -3.5,
        126.5,
        127.5,
        1,
        -1,
        0.25,
        -0.25,
        0.75,
        -0.75,
        1e-30,
        -1e-30,
        8388606.5,
        -8388607.5,
        16777217,
        -16777219,
        2147483648.0,
        -4294967297.0,
        1e20,
        -1e30
    };

    private static final List<Integer> DIVISORS = List.of(1, 2, 3, 10, 1 << 16, Integer.MAX_VALUE);

    private RoundingCases() {}

    static List<ConformanceCase> all() {
        List<ConformanceCase> cases = new ArrayList<>();
        for (Unary primitive : ROUNDINGS) {
            RandomOperands random = new RandomOperands(primitive.name());
            TestOperands.FLOATING_TYPES.forEach(dtype -> rounding(cases, primitive, dtype, random));
        }
        for (int divisor : DIVISORS) {
            division(cases, new Unary.FloorDiv(divisor), divisor);
            division(cases, new Unary.FloorMod(divisor), divisor);
        }
        return cases;
    }

    private static void rounding(List<ConformanceCase> cases, Unary primitive, DType dtype, RandomOperands random) {
        add(cases, primitive, "edges", TestOperands.vector(dtype, EDGES));
        double below = dtype == DType.F32 ? Math.nextDown(0.5f) : Math.nextDown(0.5);
        double above = dtype == DType.F32 ? Math.nextUp(0.5f) : Math.nextUp(0.5);
        double largestHalf = dtype == DType.F32 ? 0x1p22 - 0.5 : 0x1p52 - 0.5;
        add(
                cases,
                primitive,
                "next to half-way",
                TestOperands.vector(dtype, below, -below, above, -above, largestHalf, -largestHalf, largestHalf - 1));
        add(
                cases,
                primitive,
                "special values",
                TestOperands.vector(dtype, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN));
        for (Shape shape : TestOperands.EDGE_SHAPES) {
            add(cases, primitive, shape.toString(), random.uniform(dtype, shape, -9, 9));
        }
        HostArray quarters = random.uniform(DType.I32, Shape.of(513), -2000, 2000);
        double[] values = quarters.toDoubles();
        for (int i = 0; i < values.length; i++) {
            values[i] /= 4;
        }
        add(cases, primitive, "many quarters", TestOperands.vector(dtype, values));
    }

    private static void division(List<ConformanceCase> cases, Unary primitive, int divisor) {
        for (DType dtype : List.of(DType.I32, DType.I64)) {
            RandomOperands random = new RandomOperands(primitive.text() + dtype);
            add(cases, primitive, "extremes by " + divisor, TestOperands.extremes(dtype));
            HostArray small =
                    TestOperands.vector(dtype, -21, -20, -11, -10, -9, -3, -2, -1, 0, 1, 2, 3, 9, 10, 11, 20, 21);
            add(cases, primitive, "both signs by " + divisor, small);
            if (divisor == 3) {
                for (Shape shape : TestOperands.EDGE_SHAPES) {
                    add(cases, primitive, shape + " by 3", random.uniform(dtype, shape, -50, 50));
                }
            }
            HostArray large = random.uniform(dtype, Shape.of(37), -2e9, 2e9);
            add(cases, primitive, "large by " + divisor, large);
        }
    }

    private static void add(List<ConformanceCase> cases, Unary primitive, String label, HostArray x) {
        cases.add(ConformanceCase.of(primitive, label, Tolerance.exact(), x));
    }
}
