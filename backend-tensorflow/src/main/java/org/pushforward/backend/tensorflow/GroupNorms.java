package org.pushforward.backend.tensorflow;

import java.util.List;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/**
 * The lowerings of group norms, in either order of axes: the graph's, where a group is a row, and that with the channels
 * last, where the means of channels are taken first. What the gradient has in common with the norm is emitted once.
 */
final class GroupNorms {
    private final Shape shape;
    private final DType dtype;
    private final int groups;
    private final double epsilon;
    private final boolean channelsLast;
    private final Emitter emit;

    private GroupNorms(Tensor node, int groups, double epsilon, boolean channelsLast, Emitter emit) {
        this.shape = node.shape();
        this.dtype = node.dtype();
        this.groups = groups;
        this.epsilon = epsilon;
        this.channelsLast = channelsLast;
        this.emit = emit;
    }

    /** Emits a norm or its gradient, of operands whose channels are last or not; the result is like them. */
    static Output<?> lower(Tensor node, List<Output<?>> x, boolean channelsLast, Emitter emit) {
        if (node.primitive() instanceof Normalization.GroupNormGradient p) {
            return new GroupNorms(node, p.groups(), p.epsilon(), channelsLast, emit).gradient(x.get(0), x.get(1));
        }
        Normalization.GroupNorm p = (Normalization.GroupNorm) node.primitive();
        return new GroupNorms(node, p.groups(), p.epsilon(), channelsLast, emit).norm(x.get(0));
    }

    private Output<?> norm(Output<?> x) {
        Output<?> centred = centred(view(x));
        return back(emit.op("Mul", centred, scale(centred)));
    }

    private Output<?> gradient(Output<?> cotangent, Output<?> x) {
        Output<?> g = view(cotangent);
        Output<?> centred = centred(view(x));
        Output<?> scale = scale(centred);
        Output<?> y = emit.op("Mul", centred, scale);
        Output<?> along = emit.op("Mul", y, mean(emit.op("Mul", g, y)));
        return back(emit.op("Mul", emit.op("Sub", centred(g), along), scale));
    }

    private Output<?> centred(Output<?> x) {
        return emit.op("Sub", x, mean(x));
    }

    private Output<?> scale(Output<?> centred) {
        Output<?> variance = mean(emit.op("Square", centred));
        Output<?> deviation = emit.op("Sqrt", emit.op("AddV2", variance, emit.scalar(dtype, epsilon)));
        return emit.op("RealDiv", emit.scalar(dtype, 1), deviation);
    }

    private int channels() {
        return shape.dim(1);
    }

    private int pixels() {
        return shape.size() / (shape.dim(0) * channels());
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
        int samples = shape.dim(0);
        int size = channels() / groups;
        Output<?> share = emit.scalar(dtype, 1.0 / (size * pixels()));
        if (!channelsLast) {
            Output<?> sums = emit.op("Sum", view, emit.vector(2));
            return emit.reshape(emit.op("Mul", sums, share), samples, groups, 1);
        }
        Output<?> channelSums = emit.reshape(emit.op("Sum", view, emit.vector(1)), samples, groups, size);
        Output<?> sums = emit.reshape(emit.op("Sum", channelSums, emit.vector(2)), samples, groups, 1);
        Output<?> each = emit.op("BroadcastTo", emit.op("Mul", sums, share), emit.vector(samples, groups, size));
        return emit.reshape(each, samples, 1, channels());
    }
}
