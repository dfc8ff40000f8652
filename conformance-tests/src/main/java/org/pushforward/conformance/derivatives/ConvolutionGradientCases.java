package org.pushforward.conformance.derivatives;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.RandomOperands;
import org.pushforward.conformance.values.ConvolutionCases;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** Derivatives of convolution and of its two adjoints for every named geometry. */
final class ConvolutionGradientCases {
    private ConvolutionGradientCases() {}

    static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        RandomOperands random = new RandomOperands("convolution gradients");
        for (ConvolutionCases.ConvolutionExample each : ConvolutionCases.EXAMPLES) {
            HostArray image = random.uniform(DType.F64, each.image(), -1, 1);
            HostArray kernels = random.uniform(DType.F64, each.kernels(), -1, 1);
            HostArray cotangent = random.uniform(DType.F64, each.output(), -1, 1);
            add(cases, each.forward(), each, image, kernels);
            add(cases, each.toImage(), each, cotangent, kernels);
            add(cases, each.toKernels(), each, image, cotangent);
        }
        return cases;
    }

    private static void add(
            List<GradientCase> cases,
            Primitive primitive,
            ConvolutionCases.ConvolutionExample each,
            HostArray... operands) {
        cases.add(GradientCase.of(primitive, each.toString(), operands));
    }
}
