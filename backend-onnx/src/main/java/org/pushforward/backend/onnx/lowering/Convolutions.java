package org.pushforward.backend.onnx.lowering;

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

/**
 * Convolution in float32 and its adjoints, each lowered to the operators that are fastest for its strides and channels.
 */
public final class Convolutions {
    /** From this number of channels on, moving rows costs less than it saves. */
    private static final int MANY_CHANNELS = 16;

    private Convolutions() {}

    static String forward(Contraction.Conv2d p, Tensor y, List<String> x, ModelBuilder m) {
        Shape kernels = y.operands().get(1).shape();
        Map<String, Object> attributes = attributes(p.geometry());
        return m.blocked().suits(p.geometry(), kernels)
                ? m.blocked().convolve(attributes, x.get(0), kernels, x.get(1), m)
                : m.apply("Conv", attributes, x.get(0), x.get(1));
    }

    /** At stride 1, a convolution with rotated kernels takes half the time of the transposed convolution. */
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
            Map<String, Object> attributes = attributes(opposite);
            return m.blocked().suits(opposite, kernels)
                    ? m.blocked().convolveTurned(attributes, x.get(0), kernels, x.get(1), m)
                    : m.apply("Conv", attributes, x.get(0), turned(kernels, geometry.groups(), x.get(1), m));
        }
        Map<String, Object> attributes = attributes(geometry);
        // The rows and columns left over after the last step of the kernel.
        int rest = y.dim(2) + down.before() + down.after() - above - 1 - (cotangent.dim(2) - 1) * down.stride();
        int side = y.dim(3) + right.before() + right.after() - beside - 1 - (cotangent.dim(3) - 1) * right.stride();
        attributes.put("output_padding", List.of(rest, side));
        return m.apply("ConvTranspose", attributes, x.get(0), x.get(1));
    }

    /**
     * Returns the kernels rotated by 180 degrees, from [outputs, channels / groups, ..] to
     * [channels, outputs / groups, ..].
     */
    private static String turned(Shape kernels, int groups, String w, ModelBuilder m) {
        int outputs = kernels.dim(0) / groups;
        int channels = kernels.dim(1);
        int taps = kernels.dim(2) * kernels.dim(3);
        String grouped = m.reshape(w, Shape.of(groups, outputs, channels, taps));
        String moved = m.apply("Transpose", Map.of("perm", List.of(0, 2, 1, 3)), grouped);
        String turned = m.reversed(moved, 3);
        return m.reshape(turned, Shape.of(groups * channels, outputs, kernels.dim(2), kernels.dim(3)));
    }

    /** Multiplies the inputs of each kernel tap by the cotangent and sums over the samples. */
    static String filterGradient(Contraction.Conv2dFilterGradient p, Tensor y, List<String> x, ModelBuilder m) {
        boolean rowByRow = p.geometry().groups() == 1
                && p.geometry().vertical().stride() == 1
                && p.rows() > 1
                && y.dim(1) >= MANY_CHANNELS;
        return rowByRow ? shiftedFilterGradient(p, y, x, m) : unfoldedFilterGradient(p, y, x, m);
    }

    private static String unfoldedFilterGradient(
            Contraction.Conv2dFilterGradient p, Tensor y, List<String> x, ModelBuilder m) {
        Tensor image = y.operands().get(0);
        Tensor cotangent = y.operands().get(1);
        int groups = p.geometry().groups();
        int outputs = y.dim(0) / groups;
        int terms = y.dim(1) * p.rows() * p.columns();
        int places = cotangent.dim(2) * cotangent.dim(3);
        String seen = seen(p.geometry(), image.dim(1), p.rows(), p.columns(), x.get(0), m);
        String sum = summedProducts(
                m.reshape(seen, Shape.of(image.dim(0), groups, terms, places)),
                m.reshape(x.get(1), Shape.of(image.dim(0), groups, outputs, places)),
                m);
        String moved = m.apply("Transpose", Map.of("perm", List.of(0, 2, 1)), sum);
        return m.reshape(moved, y.shape());
    }

    /**
     * The same, but with the inputs of each column of taps, and a copy of the cotangent moved down for each row of
     * taps. Both factors grow by the side of the kernel, instead of one factor by its square.
     */
    private static String shiftedFilterGradient(
            Contraction.Conv2dFilterGradient p, Tensor y, List<String> x, ModelBuilder m) {
        Tensor image = y.operands().get(0);
        Tensor cotangent = y.operands().get(1);
        Slide down = p.geometry().vertical();
        Slide rows = new Slide(1, down.before(), down.after(), 1);
        int span = down.span(p.rows()) - 1;
        int places = (cotangent.dim(2) + span) * cotangent.dim(3);
        ConvolutionGeometry acrossOnly =
                new ConvolutionGeometry(rows, p.geometry().horizontal(), 1);
        String seen = seen(acrossOnly, image.dim(1), 1, p.columns(), x.get(0), m);
        String[] moved = IntStream.range(0, p.rows())
                .map(k -> k * down.dilation())
                .mapToObj(above -> m.apply("Pad", x.get(1), m.longs(0, 0, above, 0, 0, 0, span - above, 0)))
                .toArray(String[]::new);
        String sum = summedProducts(
                m.reshape(seen, Shape.of(image.dim(0), y.dim(1) * p.columns(), places)),
                m.reshape(
                        m.apply("Concat", Map.of("axis", 1), moved),
                        Shape.of(image.dim(0), p.rows() * y.dim(0), places)),
                m);
        String axes = m.reshape(sum, Shape.of(y.dim(1), p.columns(), p.rows(), y.dim(0)));
        return m.apply("Transpose", Map.of("perm", List.of(3, 0, 2, 1)), axes);
    }

    private static String summedProducts(String seen, String cotangents, ModelBuilder m) {
        String products = m.apply("com.microsoft.FusedMatMul", Map.of("transB", 1), seen, cotangents);
        return m.apply("ReduceSum", Map.of("keepdims", 0), products, m.longs(0));
    }

    /**
     * Returns the inputs of each kernel tap for each channel. A depthwise convolution, with kernels that are 1 at one
     * tap and 0 elsewhere, gathers them faster than slices do.
     */
    private static String seen(
            ConvolutionGeometry geometry, int channels, int rows, int columns, String image, ModelBuilder m) {
        int taps = rows * columns;
        float[] kernels = new float[channels * taps * taps];
        IntStream.range(0, channels * taps).forEach(i -> kernels[i * taps + i % taps] = 1);
        String ones = m.constant(HostArray.wrap(Shape.of(channels * taps, 1, rows, columns), kernels));
        return m.apply("Conv", attributes(geometry.withGroups(channels)), image, ones);
    }

    /** Returns the attributes that convolutions have in common. */
    static Map<String, Object> attributes(ConvolutionGeometry geometry) {
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
