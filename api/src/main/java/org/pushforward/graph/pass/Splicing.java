package org.pushforward.graph.pass;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;

/**
 * Undoes what splits and joins: a slice of a concatenation is taken from the part where it lies, and a sum of two paddings with
 * zeros that lie side by side is a concatenation. So a flow whose couplings split and join their coordinates, and the derivative
 * of that, pass parts on as they are. A sum with zero counts as the other summand, whatever the sign of a zero.
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

    /** Returns the slice of the operand of the concatenation that holds all of it, if one does. */
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

    /** Returns the sum of two paddings, each along one axis, as a concatenation if the one begins where the other ends. */
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

    /** Returns whether a padding adds so many zeros before and after along an axis, and nothing else. */
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
