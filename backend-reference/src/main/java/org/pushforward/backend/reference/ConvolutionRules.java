package org.pushforward.backend.reference;

import java.util.List;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * The reference evaluation of convolution and its adjoints: one sum over all triples of an image element, a kernel
 * element and an output element.
 */
final class ConvolutionRules {
    /** Gets the positions in the image, the kernels and the output of each matching triple. */
    @FunctionalInterface
    private interface Triple {
        void visit(int image, int kernel, int output);
    }

    private ConvolutionRules() {}

    static Value conv2d(Contraction.Conv2d p, Tensor node, List<Value> x) {
        double[] image = x.get(0).reals();
        double[] kernels = x.get(1).reals();
        double[] y = new double[node.shape().size()];
        visit(p.geometry(), shape(node, 0), shape(node, 1), node.shape(), (i, k, o) -> y[o] += image[i] * kernels[k]);
        return new Value.Reals(y);
    }

    static Value inputGradient(Contraction.Conv2dInputGradient p, Tensor node, List<Value> x) {
        double[] cotangent = x.get(0).reals();
        double[] kernels = x.get(1).reals();
        double[] image = new double[node.shape().size()];
        visit(
                p.geometry(),
                node.shape(),
                shape(node, 1),
                shape(node, 0),
                (i, k, o) -> image[i] += cotangent[o] * kernels[k]);
        return new Value.Reals(image);
    }

    static Value filterGradient(Contraction.Conv2dFilterGradient p, Tensor node, List<Value> x) {
        double[] image = x.get(0).reals();
        double[] cotangent = x.get(1).reals();
        double[] kernels = new double[node.shape().size()];
        visit(
                p.geometry(),
                shape(node, 0),
                node.shape(),
                shape(node, 1),
                (i, k, o) -> kernels[k] += image[i] * cotangent[o]);
        return new Value.Reals(kernels);
    }

    private static Shape shape(Tensor node, int operand) {
        return node.operands().get(operand).shape();
    }

    private static void visit(ConvolutionGeometry geometry, Shape x, Shape w, Shape y, Triple triple) {
        int outputsOfGroup = y.dim(1) / geometry.groups();
        for (int out = 0; out < y.size(); out++) {
            int column = out % y.dim(3);
            int row = out / y.dim(3) % y.dim(2);
            int channel = out / (y.dim(3) * y.dim(2)) % y.dim(1);
            int sample = out / (y.dim(3) * y.dim(2) * y.dim(1));
            for (int c = 0; c < w.dim(1); c++) {
                int inputChannel = channel / outputsOfGroup * w.dim(1) + c;
                for (int k = 0; k < w.dim(2); k++) {
                    int i = seen(geometry.vertical(), row, k);
                    for (int l = 0; l < w.dim(3); l++) {
                        int j = seen(geometry.horizontal(), column, l);
                        if (i >= 0 && i < x.dim(2) && j >= 0 && j < x.dim(3)) {
                            triple.visit(
                                    ((sample * x.dim(1) + inputChannel) * x.dim(2) + i) * x.dim(3) + j,
                                    ((channel * w.dim(1) + c) * w.dim(2) + k) * w.dim(3) + l,
                                    out);
                        }
                    }
                }
            }
        }
    }

    private static int seen(Slide slide, int output, int tap) {
        return output * slide.stride() - slide.before() + tap * slide.dilation();
    }
}
