package org.pushforward.graph.pass;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;

/**
 * Removes redundant splits and joins. A slice that lies in one part of a concatenation becomes a slice of that part,
 * and a sum of two zero-padded tensors that lie side by side becomes a concatenation. So in a flow whose couplings
 * split and join coordinates, and in its derivative, the parts are passed on without copies. A sum with zero is
 * replaced by the other summand, ignoring the sign of zero.
 */
final class Splicing implements Rewrite {
    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        Tensor kept = Rewrite.keep(node, operands);
        if (node.primitive() instanceof Movement.Slice slice
                && operands.get(0).primitive() instanceof Movement.Concat concat) {
            return part(slice, concat, kept);
        }
        if (node.primitive() instanceof Binary.Add
                && operands.get(0).primitive() instanceof Movement.Pad first
                && operands.get(1).primitive() instanceof Movement.Pad second) {
            return joined(kept, first, second);
        }
        return kept;
    }

    /** Returns the slice of the one part that contains it, if there is such a part. */
    private static Tensor part(Movement.Slice slice, Movement.Concat concat, Tensor node) {
        int axis = concat.axis();
        int start = slice.start().get(axis);
        int limit = slice.limit().get(axis);
        int from = 0;
        for (Tensor part : node.operands().get(0).operands()) {
            int to = from + part.dim(axis);
            if (from <= start && start < limit && limit <= to) {
                return slice(
                        part, with(slice.start(), axis, start - from), with(slice.limit(), axis, limit - from), slice);
            }
            from = to;
        }
        return node;
    }

    private static Tensor slice(Tensor part, List<Integer> start, List<Integer> limit, Movement.Slice slice) {
        Tensor result = Tensor.of(new Movement.Slice(start, limit, slice.stride()), List.of(part));
        return result.shape().equals(part.shape()) ? part : result;
    }

    private static List<Integer> with(List<Integer> list, int index, int value) {
        List<Integer> changed = new ArrayList<>(list);
        changed.set(index, value);
        return changed;
    }

    /**
     * Returns the sum of two tensors padded along one axis as a concatenation, if the second begins where the first
     * ends.
     */
    private static Tensor joined(Tensor sum, Movement.Pad first, Movement.Pad second) {
        Tensor a = sum.operands().get(0).operands().get(0);
        Tensor b = sum.operands().get(1).operands().get(0);
        for (int axis = 0; axis < sum.shape().rank(); axis++) {
            if (fills(first, axis, 0, b.dim(axis)) && fills(second, axis, a.dim(axis), 0)) {
                return a.concat(axis, b);
            }
            if (fills(first, axis, b.dim(axis), 0) && fills(second, axis, 0, a.dim(axis))) {
                return b.concat(axis, a);
            }
        }
        return sum;
    }

    /** Returns whether a padding only adds the given numbers of zeros before and after one axis. */
    private static boolean fills(Movement.Pad pad, int axis, int low, int high) {
        boolean fills = pad.value() == 0;
        for (int i = 0; i < pad.low().size(); i++) {
            fills &= pad.low().get(i) == (i == axis ? low : 0)
                    && pad.high().get(i) == (i == axis ? high : 0)
                    && pad.interior().get(i) == 0;
        }
        return fills;
    }
}
