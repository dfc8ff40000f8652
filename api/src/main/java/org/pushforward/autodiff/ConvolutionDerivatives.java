package org.pushforward.autodiff;

import java.util.List;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.Tensor;

/**
 * The derivatives of convolution and of its two adjoints. The three come from one trilinear form, so the derivatives of
 * each are given by the other two.
 */
final class ConvolutionDerivatives {
    private ConvolutionDerivatives() {}

    static List<Tensor> conv2d(Conv2d p, List<Tensor> x, Tensor y, Tensor g) {
        Tensor image = x.get(0);
        Tensor kernels = x.get(1);
        return List.of(toImage(p.geometry(), g, kernels, image), toKernels(p.geometry(), image, g, kernels));
    }

    static List<Tensor> inputGradient(Conv2dInputGradient p, List<Tensor> x, Tensor y, Tensor g) {
        Tensor cotangent = x.get(0);
        Tensor kernels = x.get(1);
        return List.of(g.conv2d(kernels, p.geometry()), toKernels(p.geometry(), g, cotangent, kernels));
    }

    static List<Tensor> filterGradient(Conv2dFilterGradient p, List<Tensor> x, Tensor y, Tensor g) {
        Tensor image = x.get(0);
        Tensor cotangent = x.get(1);
        return List.of(toImage(p.geometry(), cotangent, g, image), image.conv2d(g, p.geometry()));
    }

    private static Tensor toImage(ConvolutionGeometry geometry, Tensor cotangent, Tensor kernels, Tensor like) {
        Contraction adjoint = new Conv2dInputGradient(geometry, like.dim(2), like.dim(3));
        return Tensor.of(adjoint, List.of(cotangent, kernels));
    }

    private static Tensor toKernels(ConvolutionGeometry geometry, Tensor image, Tensor cotangent, Tensor like) {
        Contraction adjoint = new Conv2dFilterGradient(geometry, like.dim(2), like.dim(3));
        return Tensor.of(adjoint, List.of(image, cotangent));
    }
}
