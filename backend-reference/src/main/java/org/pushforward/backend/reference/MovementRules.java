package org.pushforward.backend.reference;

import java.util.Arrays;
import java.util.List;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/** The reference evaluation of movements. Each is one map of positions. */
final class MovementRules {
    private MovementRules() {}

    static Value transpose(Movement.Transpose p, Tensor node, List<Value> x) {
        int[] own = shape(node).strides();
        int[] strides = p.permutation().stream().mapToInt(axis -> own[axis]).toArray();
        return x.get(0).at(Layout.positions(node.shape().dims(), strides, 0));
    }

    static Value broadcast(Movement.Broadcast p, Tensor node, List<Value> x) {
        Shape source = shape(node);
        int added = p.shape().rank() - source.rank();
        int[] own = source.strides();
        int[] strides = new int[p.shape().rank()];
        for (int i = added; i < strides.length; i++) {
            strides[i] = source.dim(i - added) == 1 ? 0 : own[i - added];
        }
        return x.get(0).at(Layout.positions(p.shape().dims(), strides, 0));
    }

    static Value slice(Movement.Slice p, Tensor node, List<Value> x) {
        int[] strides = shape(node).strides();
        int offset = 0;
        for (int i = 0; i < strides.length; i++) {
            offset += p.start().get(i) * strides[i];
            strides[i] *= p.stride().get(i);
        }
        return x.get(0).at(Layout.positions(node.shape().dims(), strides, offset));
    }

    static Value reverse(Movement.Reverse p, Tensor node, List<Value> x) {
        int[] strides = node.shape().strides();
        int offset = 0;
        for (int axis : p.axes()) {
            offset += (node.shape().dim(axis) - 1) * strides[axis];
            strides[axis] = -strides[axis];
        }
        return x.get(0).at(Layout.positions(node.shape().dims(), strides, offset));
    }

    static Value pad(Movement.Pad p, Tensor node, List<Value> x) {
        int[] strides = node.shape().strides();
        int offset = 0;
        for (int i = 0; i < strides.length; i++) {
            offset += p.low().get(i) * strides[i];
            strides[i] *= p.interior().get(i) + 1;
        }
        int[] targets = Layout.positions(shape(node).dims(), strides, offset);
        Value filling = node.dtype().isFloating()
                ? Value.reals(1, i -> p.value())
                : Value.integers(node.dtype(), 1, i -> (long) p.value());
        int[] sources = new int[node.shape().size()];
        Arrays.fill(sources, targets.length);
        for (int i = 0; i < targets.length; i++) {
            sources[targets[i]] = i;
        }
        return Value.join(List.of(x.get(0), filling)).at(sources);
    }

    static Value concat(Movement.Concat p, Tensor node, List<Value> x) {
        int[] strides = node.shape().strides();
        int[] sources = new int[node.shape().size()];
        int position = 0;
        int before = 0;
        for (Tensor operand : node.operands()) {
            for (int target : Layout.positions(operand.shape().dims(), strides, before * strides[p.axis()])) {
                sources[target] = position++;
            }
            before += operand.shape().dim(p.axis());
        }
        return Value.join(x).at(sources);
    }

    private static Shape shape(Tensor node) {
        return node.operands().get(0).shape();
    }
}
