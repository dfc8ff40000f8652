package org.pushforward.backend.tensorflow.lowering;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.backend.support.ImplicitBroadcast;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/**
 * Broadcasting within the limits of TensorFlow's kernels.
 *
 * <p>The kernels merge neighboring axes that are all repeated or all kept, and support at most five merged axes, but
 * tensors have up to eight axes.
 */
public final class Tiling {
    /** The largest number of merged axes that a kernel supports. */
    static final int MAX_AXES = 5;

    /** Neighboring axes merged into one, which is either kept or repeated from length 1. */
    private record MergedAxis(int from, int to) {
        boolean repeats() {
            return from != to;
        }

        MergedAxis merge(MergedAxis next) {
            return new MergedAxis(from * next.from, to * next.to);
        }
    }

    private Tiling() {}

    /** Returns the operands of a node, skipping broadcasts that the kernel does implicitly. */
    public static List<Tensor> operands(Tensor node) {
        List<Tensor> operands = ImplicitBroadcast.operands(node);
        return mergedAxes(operands, node.shape()) <= MAX_AXES ? operands : node.operands();
    }

    private static int mergedAxes(List<Tensor> operands, Shape shape) {
        int count = 0;
        List<Boolean> previous = List.of();
        for (int i = 1; i <= shape.rank(); i++) {
            int fromEnd = i;
            List<Boolean> kept = operands.stream()
                    .map(Tensor::shape)
                    .map(s -> s.rank() >= fromEnd && s.dim(-fromEnd) == shape.dim(-fromEnd))
                    .toList();
            if (shape.dim(-i) != 1 && !kept.equals(previous)) {
                count++;
                previous = kept;
            }
        }
        return count;
    }

    /** Emits the broadcast of a tensor from one shape to another. */
    static Output<?> broadcast(Output<?> x, Shape from, Shape to, Emitter emit) {
        List<MergedAxis> axes = merged(from, to);
        if (axes.size() <= MAX_AXES) {
            return emit.reshape(step(x, axes, emit), to.dims());
        }
        // Broadcast the last four axes while the others are merged into one, then the others while the last four are
        // merged.
        int middle = axes.size() - (MAX_AXES - 1);
        List<MergedAxis> head = axes.subList(0, middle);
        List<MergedAxis> tail = axes.subList(middle, axes.size());
        int headFrom = head.stream().mapToInt(MergedAxis::from).reduce(1, Math::multiplyExact);
        int tailTo = tail.stream().mapToInt(MergedAxis::to).reduce(1, Math::multiplyExact);
        List<MergedAxis> first = new ArrayList<>(tail);
        first.add(0, new MergedAxis(headFrom, headFrom));
        List<MergedAxis> second = new ArrayList<>(head);
        second.add(new MergedAxis(tailTo, tailTo));
        return emit.reshape(step(step(x, first, emit), second, emit), to.dims());
    }

    private static Output<?> step(Output<?> x, List<MergedAxis> axes, Emitter emit) {
        Output<?> narrow =
                emit.reshape(x, axes.stream().mapToInt(MergedAxis::from).toArray());
        return emit.op(
                "BroadcastTo",
                narrow,
                emit.vector(axes.stream().mapToInt(MergedAxis::to).toArray()));
    }

    private static List<MergedAxis> merged(Shape from, Shape to) {
        List<MergedAxis> axes = new ArrayList<>();
        int missing = to.rank() - from.rank();
        IntStream.range(0, to.rank())
                .mapToObj(i -> new MergedAxis(i < missing ? 1 : from.dim(i - missing), to.dim(i)))
                .filter(axis -> axis.to() != 1)
                .forEach(axis -> {
                    int last = axes.size() - 1;
                    if (last >= 0 && axes.get(last).repeats() == axis.repeats()) {
                        axes.set(last, axes.get(last).merge(axis));
                    } else {
                        axes.add(axis);
                    }
                });
        return axes;
    }
}
