package org.pushforward.conformance.generated;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.ConformanceCase;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.values.NormalizationCases;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases of softmax, group normalization, and their gradients. */
final class GeneratedNormalizations {
    private GeneratedNormalizations() {}

    static void addTo(GeneratedCases cases) {
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            for (Class<? extends Primitive> subject : List.of(
                    Normalization.Softmax.class, Normalization.LogSoftmax.class, Normalization.SoftmaxGradient.class)) {
                cases.add(subject, dtype, choices -> softmax(choices, subject, dtype));
            }
            for (Class<? extends Primitive> subject :
                    List.of(Normalization.GroupNorm.class, Normalization.GroupNormGradient.class)) {
                cases.add(subject, dtype, choices -> groupNorm(choices, subject, dtype));
            }
        }
    }

    private static ConformanceCase softmax(ChoiceSequence choices, Class<? extends Primitive> subject, DType dtype) {
        Shape shape = choices.shape(1, 5, 0, 4);
        int axis = choices.axis(shape);
        double range = choices.coin() ? 30 : 3;
        HostArray x = choices.operands().uniform(dtype, shape.with(axis, choices.between(1, 6)), -range, range);
        List<ConformanceCase> made = new ArrayList<>();
        NormalizationCases.softmax(made, choices.operands(), "", axis, x);
        return GeneratedCases.only(subject, made);
    }

    private static ConformanceCase groupNorm(ChoiceSequence choices, Class<? extends Primitive> subject, DType dtype) {
        int groups = choices.between(1, 3);
        List<Integer> dims = new ArrayList<>(List.of(choices.between(1, 3), groups * choices.between(1, 3)));
        dims.addAll(choices.numbers(choices.between(0, 3), 1, 4));
        HostArray x = choices.operands().uniform(dtype, Shape.of(dims), -3, 3);
        List<ConformanceCase> made = new ArrayList<>();
        NormalizationCases.groupNorm(made, choices.operands(), "", groups, NormalizationCases.EPSILON, x);
        return GeneratedCases.only(subject, made);
    }
}
