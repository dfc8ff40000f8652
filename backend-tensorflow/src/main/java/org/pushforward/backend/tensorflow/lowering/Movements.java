package org.pushforward.backend.tensorflow.lowering;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.tensorflow.Output;

/** The lowerings of movements that need more than one line. */
final class Movements {
    private Movements() {}

    static Output<?> slice(Movement.Slice p, Tensor y, List<Output<?>> x, Emitter emit) {
        boolean dense = Collections.frequency(p.stride(), 1) == p.stride().size();
        // The kernel shares memory with its operand if possible.
        return dense
                ? emit.op(
                        "Slice",
                        x.get(0),
                        emit.vector(p.start()),
                        emit.vector(y.shape().dims()))
                : emit.op(
                        "StridedSlice",
                        x.get(0),
                        emit.vector(p.start()),
                        emit.vector(p.limit()),
                        emit.vector(p.stride()));
    }

    static Output<?> pad(Movement.Pad p, Tensor y, List<Output<?>> x, Emitter emit) {
        Output<?> value = emit.scalar(y.dtype(), p.value());
        Output<?> spread = x.get(0);
        int[] dims = y.operands().get(0).shape().dims();
        for (int axis = 0; axis < dims.length; axis++) {
            if (p.interior().get(axis) > 0 && dims[axis] > 1) {
                spread = spread(spread, dims, axis, p.interior().get(axis), value, emit);
                dims[axis] += p.interior().get(axis) * (dims[axis] - 1);
            }
        }
        return padded(emit.reshape(spread, dims), p.low(), p.high(), value, emit);
    }

    /**
     * Inserts a value between the elements of an axis: pads each element as a row, then drops the padding after the
     * last.
     */
    private static Output<?> spread(Output<?> x, int[] dims, int axis, int interior, Output<?> value, Emitter emit) {
        int before = IntStream.range(0, axis).map(i -> dims[i]).reduce(1, (a, b) -> a * b);
        int after = IntStream.range(axis + 1, dims.length).map(i -> dims[i]).reduce(1, (a, b) -> a * b);
        int length = dims[axis];
        Output<?> rows = emit.reshape(x, before * length, 1, after);
        Output<?> wider = padded(rows, List.of(0, 0, 0), List.of(0, interior, 0), value, emit);
        return emit.op(
                "Slice",
                emit.reshape(wider, before, length * (1 + interior), after),
                emit.vector(0, 0, 0),
                emit.vector(before, length + interior * (length - 1), after));
    }

    private static Output<?> padded(Output<?> x, List<Integer> low, List<Integer> high, Output<?> value, Emitter emit) {
        int[] pairs = IntStream.range(0, low.size())
                .flatMap(i -> IntStream.of(low.get(i), high.get(i)))
                .toArray();
        return emit.op("PadV2", x, emit.constant(HostArray.of(Shape.of(low.size(), 2), pairs)), value);
    }

    static Output<?> concat(Movement.Concat p, Tensor y, List<Output<?>> x, Emitter emit) {
        return emit.begin("ConcatV2")
                .addInputList(x.toArray(Output<?>[]::new))
                .addInput(emit.constant(HostArray.of(Shape.scalar(), p.axis())))
                .build()
                .output(0);
    }
}
