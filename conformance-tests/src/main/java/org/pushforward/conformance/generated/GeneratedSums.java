package org.pushforward.conformance.generated;

import java.util.List;
import org.pushforward.conformance.check.TestOperands;
import org.pushforward.conformance.values.ConvolutionCases;
import org.pushforward.conformance.values.ReductionCases;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Scan;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Generated cases of reductions, matrix products, cumulative sums and convolutions. */
final class GeneratedSums {
    private GeneratedSums() {}

    static void addTo(GeneratedCases cases) {
        for (DType dtype : TestOperands.NUMERIC_TYPES) {
            reductions(cases, dtype);
            scan(cases, dtype);
        }
        for (DType dtype : TestOperands.FLOATING_TYPES) {
            product(cases, dtype);
            for (Class<? extends Primitive> subject :
                    List.of(Conv2d.class, Conv2dInputGradient.class, Conv2dFilterGradient.class)) {
                convolution(cases, subject, dtype);
            }
        }
    }

    private static void reductions(GeneratedCases cases, DType dtype) {
        cases.add(Reduction.ReduceSum.class, dtype, choices -> {
            Shape shape = choices.shape(0, 6, 0, 4);
            List<Integer> axes = choices.subset(shape.rank());
            int terms = axes.stream().mapToInt(shape::dim).reduce(1, (a, b) -> a * b);
            HostArray x = choices.operands().uniform(dtype, shape, -9, 9);
            return ReductionCases.summed(new Reduction.ReduceSum(axes), "", terms, x);
        });
        cases.add(Reduction.ReduceMax.class, dtype, choices -> {
            Shape shape = choices.shape(0, 6, 1, 4);
            HostArray x = choices.operands().whole(dtype, shape);
            return GeneratedCases.exact(new Reduction.ReduceMax(choices.subset(shape.rank())), x);
        });
    }

    private static void scan(GeneratedCases cases, DType dtype) {
        cases.add(Scan.CumulativeSum.class, dtype, choices -> {
            Shape shape = choices.shape(1, 5, 0, 5);
            int axis = choices.axis(shape);
            HostArray x = choices.operands().uniform(dtype, shape, -9, 9);
            Scan.CumulativeSum sum = new Scan.CumulativeSum(axis, choices.coin(), choices.coin());
            return ReductionCases.summed(sum, "", Math.max(1, shape.dim(axis)), x);
        });
    }

    private static void product(GeneratedCases cases, DType dtype) {
        cases.add(Matmul.class, dtype, choices -> {
            Matmul product = new Matmul(choices.coin(), choices.coin());
            return ReductionCases.product(
                    choices.operands(),
                    dtype,
                    product,
                    choices.shape(0, 4, 0, 3),
                    "",
                    choices.between(0, 6),
                    choices.between(0, 9),
                    choices.between(0, 6));
        });
    }

    private static void convolution(GeneratedCases cases, Class<? extends Primitive> subject, DType dtype) {
        cases.add(subject, dtype, choices -> {
            ConvolutionCases.ConvolutionExample example = ConvolutionCases.combination("", choices::between);
            return GeneratedCases.only(subject, ConvolutionCases.triple(choices.operands(), dtype, example));
        });
    }
}
