package org.pushforward.backend.tensorflow.lowering;

import java.util.List;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;

/**
 * Replaces adjoints of convolutions that TensorFlow's kernels do not support on the CPU, those with dilation or several
 * groups, by convolutions.
 *
 * <p>Let the stride be s and the dilation d. The adjoint with respect to the image is the convolution, with dilation d,
 * of the cotangent spread by s with the kernels rotated by 180 degrees. The adjoint with respect to the kernels is the
 * convolution, with stride d and dilation s, of the image with the cotangent, with samples and channels swapped.
 */
public final class ForwardConvolutions implements Rewrite {
    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        Tensor kept = Rewrite.keep(node, operands);
        boolean empty = node.shape().size() == 0
                || operands.stream().anyMatch(operand -> operand.shape().size() == 0);
        if (!empty && node.primitive() instanceof Conv2dInputGradient p && isRefused(p.geometry())) {
            return inputGradient(p, operands.get(0), operands.get(1));
        }
        if (!empty && node.primitive() instanceof Conv2dFilterGradient p && isRefused(p.geometry())) {
            return filterGradient(p, operands.get(0), operands.get(1));
        }
        return kept;
    }

    private static boolean isRefused(ConvolutionGeometry geometry) {
        return geometry.groups() > 1
                || geometry.vertical().dilation() > 1
                || geometry.horizontal().dilation() > 1;
    }

    private static Tensor inputGradient(Conv2dInputGradient p, Tensor cotangent, Tensor kernels) {
        ConvolutionGeometry geometry = p.geometry();
        int groups = geometry.groups();
        int outputs = kernels.dim(0) / groups;
        int channels = kernels.dim(1);
        Tensor turned = kernels.reshape(groups, outputs, channels, kernels.dim(2) * kernels.dim(3))
                .transpose(0, 2, 1, 3)
                .reshape(groups * channels, outputs, kernels.dim(2), kernels.dim(3))
                .reverse(2)
                .reverse(3);
        Slide vertical = back(geometry.vertical(), kernels.dim(2));
        Slide horizontal = back(geometry.horizontal(), kernels.dim(3));
        Tensor image =
                spread(cotangent, geometry).conv2d(turned, new ConvolutionGeometry(vertical, horizontal, groups));
        Tensor rows = within(image, 2, geometry.vertical().before(), p.height());
        return within(rows, 3, geometry.horizontal().before(), p.width());
    }

    /** Returns the movement with full padding, which covers every output position that reads an input position. */
    private static Slide back(Slide slide, int taps) {
        int margin = slide.span(taps) - 1;
        return new Slide(1, margin, margin, slide.dilation());
    }

    private static Tensor spread(Tensor cotangent, ConvolutionGeometry geometry) {
        List<Integer> none = List.of(0, 0, 0, 0);
        List<Integer> between = List.of(
                0, 0, geometry.vertical().stride() - 1, geometry.horizontal().stride() - 1);
        return Tensor.of(new Movement.Pad(none, none, between, 0), List.of(cotangent));
    }

    /** Returns a range of positions, with zeros outside the tensor. */
    private static Tensor within(Tensor x, int axis, int from, int length) {
        int missing = Math.max(from + length - x.dim(axis), 0);
        Tensor padded = missing == 0 ? x : x.pad(axis, 0, missing, 0);
        return padded.slice(axis, from, from + length);
    }

    private static Tensor filterGradient(Conv2dFilterGradient p, Tensor image, Tensor cotangent) {
        ConvolutionGeometry geometry = p.geometry();
        int groups = geometry.groups();
        int samples = image.dim(0);
        int channels = image.dim(1) / groups;
        Tensor exchanged = image.reshape(samples, groups, channels, image.dim(2) * image.dim(3))
                .transpose(2, 1, 0, 3)
                .reshape(channels, groups * samples, image.dim(2), image.dim(3));
        Slide vertical = across(geometry.vertical());
        Slide horizontal = across(geometry.horizontal());
        return exchanged
                .conv2d(cotangent.transpose(1, 0, 2, 3), new ConvolutionGeometry(vertical, horizontal, groups))
                .slice(2, 0, p.rows())
                .slice(3, 0, p.columns())
                .transpose(1, 0, 2, 3);
    }

    /** Returns the movement of a cotangent over the image: stride and dilation are swapped. */
    private static Slide across(Slide slide) {
        return new Slide(slide.dilation(), slide.before(), slide.after(), slide.stride());
    }
}
