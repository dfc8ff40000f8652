package org.pushforward.backend.onnx.lowering;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;

/**
 * Replaces convolutions by matrix products of the kernels and the matrix of their inputs. Used for float64, which ONNX
 * Runtime's convolutions do not support, and for the gradient of very large kernels. The adjoints are derivatives of
 * that product. On CUDA, also used for images that are smaller than the span of the kernel, for which some pixels of cuDNN's result are
 * wrong.
 *
 * @param kernels the kernels that run all other nodes
 */
public record UnfoldedConvolution(Kernels kernels) implements Rewrite {
    /** The number of taps of a constant of 16 MiB. */
    private static final long MOST_TAPS = 1L << 22;

    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        if (node.dtype() == DType.F64 || isLarge(node) || kernels.onCuda() && isOverhanging(node)) {
            if (node.primitive() instanceof Contraction.Conv2d p) {
                return convolution(p.geometry(), operands.get(0), operands.get(1));
            }
            if (node.primitive() instanceof Contraction.Conv2dInputGradient p) {
                Tensor image = Tensor.input("image", node.type());
                Tensor y = convolution(p.geometry(), image, operands.get(1));
                return Gradients.vjp(List.of(y), List.of(image), List.of(operands.get(0)))
                        .get(0);
            }
            if (node.primitive() instanceof Contraction.Conv2dFilterGradient p) {
                Tensor kernels = Tensor.input("kernels", node.type());
                Tensor y = convolution(p.geometry(), operands.get(0), kernels);
                return Gradients.vjp(List.of(y), List.of(kernels), List.of(operands.get(1)))
                        .get(0);
            }
        }
        return Rewrite.keep(node, operands);
    }

    /** Returns whether gathering with one-hot kernels, as {@link Convolutions} does, would need too many of them. */
    private static boolean isLarge(Tensor node) {
        if (!(node.primitive() instanceof Contraction.Conv2dFilterGradient p)) {
            return false;
        }
        long taps = (long) p.rows() * p.columns();
        return node.operands().get(0).dim(1) * taps * taps > MOST_TAPS;
    }

    private static boolean isOverhanging(Tensor node) {
        if (node.primitive() instanceof Contraction.Conv2d p) {
            return isOverhanging(
                    p.geometry(),
                    node.operands().get(0),
                    node.operands().get(1).dim(2),
                    node.operands().get(1).dim(3));
        }
        if (node.primitive() instanceof Contraction.Conv2dInputGradient p) {
            return isOverhanging(
                    p.geometry(),
                    node,
                    node.operands().get(1).dim(2),
                    node.operands().get(1).dim(3));
        }
        return node.primitive() instanceof Contraction.Conv2dFilterGradient p
                && isOverhanging(p.geometry(), node.operands().get(0), p.rows(), p.columns());
    }

    private static boolean isOverhanging(ConvolutionGeometry geometry, Tensor image, int rows, int columns) {
        return geometry.vertical().span(rows) > image.dim(2)
                || geometry.horizontal().span(columns) > image.dim(3);
    }

    private static Tensor convolution(ConvolutionGeometry geometry, Tensor x, Tensor w) {
        int rows = geometry.vertical().outputs(x.dim(2), w.dim(2));
        int columns = geometry.horizontal().outputs(x.dim(3), w.dim(3));
        int samples = x.dim(0);
        int groups = geometry.groups();
        int terms = w.dim(1) * w.dim(2) * w.dim(3);
        Tensor seen = seen(geometry, x, w.dim(2), w.dim(3), rows, columns)
                .reshape(Shape.of(samples, groups, terms, rows * columns));
        Tensor matrices = w.reshape(Shape.of(groups, w.dim(0) / groups, terms))
                .broadcastTo(Shape.of(samples, groups, w.dim(0) / groups, terms));
        return matrices.matmul(seen).reshape(Shape.of(samples, w.dim(0), rows, columns));
    }

    /** Returns the inputs of each tap of the kernel, of shape [n, channels, taps, rows, columns]. */
    private static Tensor seen(ConvolutionGeometry geometry, Tensor x, int taps, int tapsOfRow, int rows, int columns) {
        Slide down = geometry.vertical();
        Slide right = geometry.horizontal();
        Tensor padded = x.pad(2, down.before(), down.after(), 0).pad(3, right.before(), right.after(), 0);
        List<Tensor> views = new ArrayList<>();
        for (int k = 0; k < taps; k++) {
            for (int l = 0; l < tapsOfRow; l++) {
                int top = k * down.dilation();
                int left = l * right.dilation();
                Movement.Slice view = new Movement.Slice(
                        List.of(0, 0, top, left),
                        List.of(
                                x.dim(0),
                                x.dim(1),
                                top + (rows - 1) * down.stride() + 1,
                                left + (columns - 1) * right.stride() + 1),
                        List.of(1, 1, down.stride(), right.stride()));
                views.add(Tensor.of(view, List.of(padded)).expandDims(2));
            }
        }
        return Tensor.concat(2, views);
    }
}
