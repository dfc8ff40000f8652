package org.pushforward.conformance.derivatives;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.conformance.check.GradientCase;
import org.pushforward.conformance.check.Samples;
import org.pushforward.conformance.values.ConvolutionCases;
import org.pushforward.graph.Primitive;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** The derivatives of convolution and of its two adjoints at every geometry that has a name. */
final class ConvolutionGradientCases {
    private ConvolutionGradientCases() {}

    static List<GradientCase> functions() {
        List<GradientCase> cases = new ArrayList<>();
        Samples samples = new Samples("convolution gradients");
        for (ConvolutionCases.Example each : ConvolutionCases.EXAMPLES) {
            HostArray image = samples.uniform(DType.F64, each.image(), -1, 1);
            HostArray kernels = samples.uniform(DType.F64, each.kernels(), -1, 1);
            HostArray cotangent = samples.uniform(DType.F64, each.output(), -1, 1);
            add(cases, each.forward(), each, image, kernels);
            add(cases, each.toImage(), each, cotangent, kernels);
            add(cases, each.toKernels(), each, image, cotangent);
        }
        return cases;
    }

    private static void add(
            List<GradientCase> cases, Primitive primitive, ConvolutionCases.Example each, HostArray... operands) {
        cases.add(GradientCase.of(primitive, each.toString(), operands));
    }
}
