package org.pushforward.backend.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Convolution of float32 numbers and its adjoints, each in the spelling that is fastest for its strides and channels. */
final class Convolutions {
    private Convolutions() {}

    static String forward(Contraction.Conv2d p, Tensor y, List<String> x, ModelBuilder m) {
        return m.apply("Conv", attributes(p.geometry()), x.get(0), x.get(1));
    }

    /** At stride 1 a convolution with the kernels turned round takes half the time of the transposed convolution. */
    static String inputGradient(Contraction.Conv2dInputGradient p, Tensor y, List<String> x, ModelBuilder m) {
        ConvolutionGeometry geometry = p.geometry();
        Tensor cotangent = y.operands().get(0);
        Shape kernels = y.operands().get(1).shape();
        Slide down = geometry.vertical();
        Slide right = geometry.horizontal();
        int above = down.span(kernels.dim(2)) - 1;
        int beside = right.span(kernels.dim(3)) - 1;
        boolean dense = down.stride() == 1 && right.stride() == 1;
        boolean within = down.before() <= above && down.after() <= above;
        if (dense && within && right.before() <= beside && right.after() <= beside) {
            ConvolutionGeometry opposite = new ConvolutionGeometry(
                    new Slide(1, above - down.before(), above - down.after(), down.dilation()),
                    new Slide(1, beside - right.before(), beside - right.after(), right.dilation()),
                    geometry.groups());
            return m.apply("Conv", attributes(opposite), x.get(0), turned(kernels, geometry.groups(), x.get(1), m));
        }
        Map<String, Object> attributes = attributes(geometry);
        // What is left over below and beside the last step of the kernel.
        int rest = y.dim(2) + down.before() + down.after() - above - 1 - (cotangent.dim(2) - 1) * down.stride();
        int side = y.dim(3) + right.before() + right.after() - beside - 1 - (cotangent.dim(3) - 1) * right.stride();
        attributes.put("output_padding", List.of(rest, side));
        return m.apply("ConvTranspose", attributes, x.get(0), x.get(1));
    }

    /** Returns the kernels turned by half a turn, from [outputs, channels / groups, ..] to [channels, outputs / groups, ..]. */
    private static String turned(Shape kernels, int groups, String w, ModelBuilder m) {
        int outputs = kernels.dim(0) / groups;
        int channels = kernels.dim(1);
        int taps = kernels.dim(2) * kernels.dim(3);
        String grouped = m.reshape(w, Shape.of(groups, outputs, channels, taps));
        String moved = m.apply("Transpose", Map.of("perm", List.of(0, 2, 1, 3)), grouped);
        String turned = taps == 1
                ? moved
                : m.apply("Slice", moved, m.longs(-1), m.longs(Integer.MIN_VALUE), m.longs(3), m.longs(-1));
        return m.reshape(turned, Shape.of(groups * channels, outputs, kernels.dim(2), kernels.dim(3)));
    }

    /**
     * The cotangent times what each tap of the kernel saw, summed over the samples. A convolution of each channel with
     * kernels that are 1 at one tap and 0 elsewhere gathers what it saw faster than slices do.
     */
    static String filterGradient(Contraction.Conv2dFilterGradient p, Tensor y, List<String> x, ModelBuilder m) {
        Tensor image = y.operands().get(0);
        Tensor cotangent = y.operands().get(1);
        int groups = p.geometry().groups();
        int samples = image.dim(0);
        int taps = p.rows() * p.columns();
        int places = cotangent.dim(2) * cotangent.dim(3);
        String seen = m.apply(
                "Conv",
                attributes(p.geometry().withGroups(image.dim(1))),
                x.get(0),
                m.constant(taps(image.dim(1), p.rows(), p.columns())));
        String g = m.reshape(x.get(1), Shape.of(samples, groups, y.dim(0) / groups, places));
        String s = m.reshape(seen, Shape.of(samples, groups, y.dim(1) * taps, places));
        String products = m.apply("com.microsoft.FusedMatMul", Map.of("transB", 1), g, s);
        String sum = m.apply("ReduceSum", Map.of("keepdims", 0), products, m.longs(0));
        return m.reshape(sum, y.shape());
    }

    /** Returns, for each channel and tap, the kernel that is 1 there. */
    private static HostArray taps(int channels, int rows, int columns) {
        int taps = rows * columns;
        float[] kernels = new float[channels * taps * taps];
        IntStream.range(0, channels * taps).forEach(i -> kernels[i * taps + i % taps] = 1);
        return HostArray.wrap(Shape.of(channels * taps, 1, rows, columns), kernels);
    }

    private static Map<String, Object> attributes(ConvolutionGeometry geometry) {
        Slide down = geometry.vertical();
        Slide right = geometry.horizontal();
        Map<String, Object> attributes = new HashMap<>();
        attributes.put("strides", List.of(down.stride(), right.stride()));
        attributes.put("dilations", List.of(down.dilation(), right.dilation()));
        attributes.put("pads", List.of(down.before(), right.before(), down.after(), right.after()));
        attributes.put("group", geometry.groups());
        return attributes;
    }
}
