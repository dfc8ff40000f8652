package org.pushforward.conformance.generated;

import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.check.Tolerance;
import org.pushforward.conformance.values.BinaryCases;
import org.pushforward.conformance.values.RelationCases;
import org.pushforward.conformance.values.UnaryCases;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Comparison;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Logical;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases of functions of one and two numbers, comparisons, logic, selection and casts. */
final class GeneratedElementwise {
    private GeneratedElementwise() {}

    static void addTo(GeneratedCases cases) {
        UnaryCases.FUNCTIONS.forEach(function -> unary(cases, function));
        for (DType dtype : TestOperands.NUMERIC_TYPES) {
            BinaryCases.ARITHMETIC.forEach(each -> binary(cases, each, dtype, Tolerance.exact(), -50, 50));
            RelationCases.COMPARISONS.forEach(each -> comparison(cases, each, dtype));
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            binary(cases, new Binary.Div(), dtype, Tolerance.division(), 0.1, 50);
            binary(cases, new Binary.Pow(), dtype, Tolerance.transcendental(), 0.05, 4);
        }
        for (Logical primitive : List.of(new Logical.And(), new Logical.Or())) {
            cases.add(primitive.getClass(), DType.BOOL, choices -> {
                Shape shape = choices.shape(0, 8, 0, 4);
                RandomOperands random = choices.operands();
                return GeneratedCases.exact(
                        primitive, random.whole(DType.BOOL, shape), random.whole(DType.BOOL, shape));
            });
        }
        for (DType dtype : TestOperands.ALL_TYPES) {
            select(cases, dtype);
            TestOperands.ALL_TYPES.forEach(target -> cast(cases, dtype, target));
        }
    }

    private static void unary(GeneratedCases cases, UnaryCases.UnaryFunction f) {
        for (DType dtype : f.types()) {
            cases.add(f.primitive().getClass(), dtype, choices -> {
                double high = choices.coin() ? f.high() : Math.min(f.high(), 3);
                double low = choices.coin() ? f.low() : Math.max(f.low(), -3);
                HostArray x = choices.operands().uniform(dtype, choices.shape(0, 8, 0, 4), low, high);
                return ConformanceCase.of(f.primitive(), "", f.tolerance(), x);
            });
        }
    }

    private static void binary(
            GeneratedCases cases, Binary primitive, DType dtype, Tolerance tolerance, double low, double high) {
        cases.add(primitive.getClass(), dtype, choices -> {
            Shape shape = choices.shape(0, 5, 0, 4);
            return ConformanceCase.broadcast(
                    primitive,
                    "",
                    tolerance,
                    shape,
                    choices.operands().uniform(dtype, GeneratedCases.narrowed(choices, shape), low, high),
                    choices.operands().uniform(dtype, GeneratedCases.narrowed(choices, shape), low, high));
        });
    }

    private static void comparison(GeneratedCases cases, Comparison primitive, DType dtype) {
        cases.add(primitive.getClass(), dtype, choices -> {
            Shape shape = choices.shape(0, 5, 0, 4);
            return ConformanceCase.broadcast(
                    primitive,
                    "",
                    Tolerance.exact(),
                    shape,
                    whole(choices, dtype, shape),
                    whole(choices, dtype, shape));
        });
    }

    private static void select(GeneratedCases cases, DType dtype) {
        cases.add(Elementwise.Select.class, dtype, choices -> {
            Shape shape = choices.shape(0, 5, 0, 4);
            return ConformanceCase.broadcast(
                    new Elementwise.Select(),
                    "",
                    Tolerance.exact(),
                    shape,
                    whole(choices, DType.BOOL, shape),
                    whole(choices, dtype, shape),
                    whole(choices, dtype, shape));
        });
    }

    private static void cast(GeneratedCases cases, DType dtype, DType target) {
        cases.add(
                Elementwise.Cast.class,
                dtype + ", to " + target + ", generated",
                choices -> GeneratedCases.exact(
                        new Elementwise.Cast(target), choices.operands().whole(dtype, choices.shape(0, 8, 0, 4))));
    }

    /** Returns small whole numbers of a shape that broadcasts to another one. */
    private static HostArray whole(ChoiceSequence choices, DType dtype, Shape shape) {
        return choices.operands().whole(dtype, GeneratedCases.narrowed(choices, shape));
    }
}
