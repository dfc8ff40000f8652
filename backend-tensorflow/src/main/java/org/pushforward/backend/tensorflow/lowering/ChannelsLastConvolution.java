package org.pushforward.backend.tensorflow.lowering;

import java.util.List;
import java.util.Optional;
import org.pushforward.graph.ConvolutionGeometry;
import org.pushforward.graph.ConvolutionGeometry.Slide;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;
import org.tensorflow.proto.DataType;

/**
 * A convolution and its two adjoints, on images with the channels last, [n, height, width, channels], and kernels as in the
 * graph, [outputs, channels / groups, rows, columns].
 *
 * <p>The fast kernels support two paddings, by name: none (VALID), and the balanced one with ceil(inputs / stride)
 * outputs (SAME). Any other padding is a separate operation. No operand and no result is empty.
 *
 * @param geometry how the kernel moves
 * @param x the shape of the image, in the graph's order of axes
 * @param w the shape of the kernels
 * @param y the shape of the result, in the graph's order of axes
 */
record ChannelsLastConvolution(ConvolutionGeometry geometry, Shape x, Shape w, Shape y) {
    private static final AxisOrder CHANNELS_LAST = AxisOrder.channelsLast(4);
    private static final AxisOrder KERNELS = new AxisOrder(List.of(2, 3, 1, 0));

    /** One of the two spatial axes. */
    private record SpatialAxis(Slide slide, int inputs, int taps, int outputs) {
        /** Returns the number of input positions that the outputs see, including zeros before the first. */
        int seen() {
            return (outputs - 1) * slide.stride() + slide.span(taps);
        }

        int after() {
            return Math.max(seen() - inputs - slide.before(), 0);
        }

        boolean isValid() {
            return slide.before() == 0 && after() == 0;
        }

        boolean isSame() {
            return outputs == (inputs + slide.stride() - 1) / slide.stride()
                    && slide.before() == Math.max(seen() - inputs, 0) / 2;
        }

        int padded() {
            return slide.before() + inputs + after();
        }
    }

    private SpatialAxis vertical() {
        return new SpatialAxis(geometry.vertical(), x.dim(2), w.dim(2), y.dim(2));
    }

    private SpatialAxis horizontal() {
        return new SpatialAxis(geometry.horizontal(), x.dim(3), w.dim(3), y.dim(3));
    }

    private boolean isSame() {
        return vertical().isSame() && horizontal().isSame();
    }

    private boolean isPadded() {
        return !isSame() && !(vertical().isValid() && horizontal().isValid());
    }

    private Shape paddedImage() {
        return isPadded()
                ? Shape.of(x.dim(0), vertical().padded(), horizontal().padded(), x.dim(1))
                : CHANNELS_LAST.of(x);
    }

    /** Emits the cross-correlation of an image with kernels, plus a bias for each channel if one is given. */
    Output<?> forward(Output<?> image, Output<?> kernels, Optional<Output<?>> bias, Emitter emit) {
        if (bias.isEmpty()) {
            return convolution("Conv2D", emit, padded(image, emit), moved(kernels, emit));
        }
        OperationBuilder biased = emit.begin("_FusedConv2D")
                .addInput(padded(image, emit))
                .addInput(moved(kernels, emit))
                .addInputList(new Output<?>[] {bias.get()})
                .addInputList(new Output<?>[0])
                .setAttr("TArgs", new DataType[] {DataType.DT_FLOAT})
                .setAttr("num_args", 1)
                .setAttr("fused_ops", new String[] {"BiasAdd"});
        return convolution(biased);
    }

    /** Emits the adjoint with respect to the image. Supports only one group and no dilation. */
    Output<?> inputGradient(Output<?> cotangent, Output<?> kernels, Emitter emit) {
        Output<?> sizes = emit.vector(paddedImage().dims());
        Output<?> image = convolution("Conv2DBackpropInput", emit, sizes, moved(kernels, emit), cotangent);
        return isPadded()
                ? emit.op(
                        "Slice",
                        image,
                        emit.vector(
                                0,
                                vertical().slide().before(),
                                horizontal().slide().before(),
                                0),
                        emit.vector(CHANNELS_LAST.of(x).dims()))
                : image;
    }

    /** Emits the adjoint with respect to the kernels. Supports only one group and no dilation. */
    Output<?> filterGradient(Output<?> image, Output<?> cotangent, Emitter emit) {
        Shape shape = KERNELS.of(w);
        Output<?> kernels =
                convolution("Conv2DBackpropFilter", emit, padded(image, emit), emit.vector(shape.dims()), cotangent);
        return KERNELS.inverse().move(kernels, shape, emit);
    }

    private Output<?> convolution(String operation, Emitter emit, Output<?>... operands) {
        OperationBuilder builder = emit.begin(operation);
        for (Output<?> operand : operands) {
            builder.addInput(operand);
        }
        return convolution(builder);
    }

    private Output<?> convolution(OperationBuilder builder) {
        return builder.setAttr(
                        "strides",
                        perAxis(
                                vertical().slide().stride(),
                                horizontal().slide().stride()))
                .setAttr(
                        "dilations",
                        perAxis(
                                vertical().slide().dilation(),
                                horizontal().slide().dilation()))
                .setAttr("padding", isSame() ? "SAME" : "VALID")
                .build()
                .output(0);
    }

    private static long[] perAxis(long vertical, long horizontal) {
        return new long[] {1, vertical, horizontal, 1};
    }

    private Output<?> moved(Output<?> kernels, Emitter emit) {
        return KERNELS.move(kernels, w, emit);
    }

    private Output<?> padded(Output<?> image, Emitter emit) {
        if (!isPadded()) {
            return image;
        }
        int[] pairs = {
            0,
            0,
            vertical().slide().before(),
            vertical().after(),
            horizontal().slide().before(),
            horizontal().after(),
            0,
            0
        };
        return emit.op("Pad", image, emit.constant(HostArray.of(Shape.of(4, 2), pairs)));
    }
}
