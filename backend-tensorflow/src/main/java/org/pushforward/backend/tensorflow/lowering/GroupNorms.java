package org.pushforward.backend.tensorflow.lowering;

import java.util.Arrays;
import java.util.Optional;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/**
 * The lowerings of group norms in both orders of axes. In the graph's order, a group is a row; with the channels last,
 * means of channels are computed first. Operations that the norm and its gradient share are emitted once.
 */
final class GroupNorms {
    private final Shape shape;
    private final DType dtype;
    private final int groups;
    private final double epsilon;
    private final boolean channelsLast;
    private final Optional<Output<?>> bias;
    private final Emitter emit;

    private GroupNorms(
            Tensor node, int groups, double epsilon, boolean channelsLast, Optional<Output<?>> bias, Emitter emit) {
        this.shape = node.shape();
        this.dtype = node.dtype();
        this.groups = groups;
        this.epsilon = epsilon;
        this.channelsLast = channelsLast;
        this.bias = bias;
        this.emit = emit;
    }

    /** Emits a norm or its gradient. The result has the same order of axes as the operands. */
    static Output<?> lower(TensorFlowFusions.Norm norm, Values values, Emitter emit) {
        Tensor node = norm.node();
        boolean channelsLast = values.isChannelsLast(norm.x());
        Optional<Output<?>> bias = norm.biases().stream()
                .<Output<?>>map(tensor -> perChannel(tensor, node, values, emit))
                .reduce((a, b) -> emit.op("AddV2", a, b));
        Output<?> x = channelsLast ? values.channelsLast(norm.x()) : values.get(norm.x());
        if (node.primitive() instanceof Normalization.GroupNormGradient p) {
            Tensor g = node.operands().get(0);
            return new GroupNorms(node, p.groups(), p.epsilon(), channelsLast, bias, emit)
                    .gradient(channelsLast ? values.channelsLast(g) : values.get(g), x);
        }
        Normalization.GroupNorm p = (Normalization.GroupNorm) node.primitive();
        return new GroupNorms(node, p.groups(), p.epsilon(), channelsLast, bias, emit)
                .norm(x, norm.scale().map(tensor -> perChannel(tensor, node, values, emit)));
    }

    private static Output<?> perChannel(Tensor tensor, Tensor node, Values values, Emitter emit) {
        int channels = node.dim(1);
        return emit.reshape(values.get(tensor), tensor.shape().size() / channels, 1, channels);
    }

    private Output<?> norm(Output<?> x, Optional<Output<?>> factors) {
        Output<?> centered = centered(view(x), bias);
        Output<?> scale = scale(centered);
        if (factors.isEmpty()) {
            return back(emit.op("Mul", centered, scale));
        }
        if (channelsLast) {
            return back(emit.op("Mul", centered, emit.op("Mul", scale, factors.get())));
        }
        Output<?> normal = emit.reshape(emit.op("Mul", centered, scale), shape.dim(0), channels(), pixels());
        return back(emit.op("Mul", normal, emit.reshape(factors.get(), 1, channels(), 1)));
    }

    private Output<?> gradient(Output<?> cotangent, Output<?> x) {
        Output<?> g = view(cotangent);
        Output<?> centered = centered(view(x), bias);
        Output<?> scale = scale(centered);
        Output<?> y = emit.op("Mul", centered, scale);
        Output<?> along = emit.op("Mul", y, mean(emit.op("Mul", g, y)));
        return back(emit.op("Mul", emit.op("Sub", centered(g, Optional.empty()), along), scale));
    }

    private Output<?> centered(Output<?> x, Optional<Output<?>> bias) {
        if (bias.isEmpty()) {
            return emit.op("Sub", x, mean(x));
        }
        Output<?> sums = emit.op("Sum", x, emit.vector(1));
        Output<?> all = emit.op("Mul", emit.reshape(bias.get(), -1, channels()), emit.scalar(dtype, pixels()));
        return emit.op("AddV2", x, emit.op("Sub", bias.get(), meanOf(emit.op("AddV2", sums, all))));
    }

    private Output<?> scale(Output<?> centered) {
        Output<?> variance = squares(centered);
        Output<?> deviation = emit.op("Sqrt", emit.op("AddV2", variance, emit.scalar(dtype, epsilon)));
        return emit.op("RealDiv", emit.scalar(dtype, 1), deviation);
    }

    private int channels() {
        return shape.dim(1);
    }

    private int pixels() {
        return Arrays.stream(shape.dims(), 2, shape.rank()).reduce(1, (a, b) -> a * b);
    }

    private Output<?> view(Output<?> x) {
        return channelsLast
                ? emit.reshape(x, shape.dim(0), pixels(), channels())
                : emit.reshape(x, shape.dim(0), groups, channels() / groups * pixels());
    }

    private Output<?> back(Output<?> view) {
        Shape target = channelsLast ? AxisOrder.channelsLast(shape.rank()).of(shape) : shape;
        return emit.reshape(view, target.dims());
    }

    /** Returns the means over groups, in a shape that broadcasts against the view. */
    private Output<?> mean(Output<?> view) {
        return meanOf(emit.op("Sum", view, emit.vector(channelsLast ? 1 : 2)));
    }

    /** Returns the means of the squares. */
    private Output<?> squares(Output<?> view) {
        return meanOf(emit.op("Square", emit.op("EuclideanNorm", view, emit.vector(channelsLast ? 1 : 2))));
    }

    /** Returns means from the sums of channels or, if the channels are not last, of groups. */
    private Output<?> meanOf(Output<?> parts) {
        int samples = shape.dim(0);
        int size = channels() / groups;
        // A rounded 1/n instead would give the mean of equal numbers a rounding error, which a small deviation makes
        // large.
        Output<?> count = emit.scalar(dtype, (double) size * pixels());
        if (!channelsLast) {
            return emit.reshape(emit.op("RealDiv", parts, count), samples, groups, 1);
        }
        Output<?> channelSums = emit.reshape(parts, samples, groups, size);
        Output<?> sums = emit.reshape(emit.op("Sum", channelSums, emit.vector(2)), samples, groups, 1);
        Output<?> each = emit.op("BroadcastTo", emit.op("RealDiv", sums, count), emit.vector(samples, groups, size));
        return emit.reshape(each, samples, 1, channels());
    }
}
