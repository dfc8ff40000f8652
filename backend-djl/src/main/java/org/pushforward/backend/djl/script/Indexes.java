package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;
import static org.pushforward.backend.djl.script.Torch.first;
import static org.pushforward.backend.djl.script.Torch.names;

import java.util.List;
import java.util.Map;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Tensor;

/** The spellings of what chooses positions or runs along an axis. libtorch refuses positions that are out of range. */
final class Indexes {
    private Indexes() {}

    static void addTo(Map<Class<? extends Primitive>, TorchLowering<?>> t) {
        TorchLowerings.put(
                t, Composite.Sort.class, (p, x, s) -> sorted(x, p.axis(), s).get(0));
        TorchLowerings.put(
                t, Indexing.ArgSort.class, (p, x, s) -> sorted(x, p.axis(), s).get(1));
        TorchLowerings.put(t, Indexing.ArgMax.class, (p, x, s) -> call("argmax", first(x, s), p.axis(), "False"));
        TorchLowerings.put(t, Indexing.TakeAlong.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            return call("gather", operands.get(0), p.axis(), operands.get(1));
        });
        TorchLowerings.put(t, Indexing.ScatterAddAlong.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            String zeros = s.let(Torch.zeros(x, operands.get(0)));
            return call("scatter_add_", zeros, p.axis(), operands.get(1), operands.get(0));
        });
        TorchLowerings.put(t, Indexing.Gather.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            return call("index_select", operands.get(0), p.axis(), operands.get(1));
        });
        TorchLowerings.put(t, Indexing.ScatterAdd.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            String zeros = s.let(Torch.zeros(x, operands.get(0)));
            return call("index_add_", zeros, p.axis(), operands.get(1), operands.get(0));
        });
        TorchLowerings.put(t, Scan.CumulativeSum.class, Indexes::cumulativeSum);
    }

    /** An order; values and positions come from one sort. */
    private record Order(Tensor operand, int axis) {}

    private static List<String> sorted(Tensor node, int axis, ScriptWriter s) {
        Order order = new Order(node.operands().get(0), axis);
        String call = call("sort", first(node, s), "stable=True", "dim=" + axis, "descending=False");
        return s.once(order, () -> s.let(call, 2));
    }

    private static String cumulativeSum(Scan.CumulativeSum p, Tensor node, ScriptWriter s) {
        String operand = first(node, s);
        if (node.shape().size() == 0) {
            return operand;
        }
        String ahead = p.reverse() ? s.let(call("flip", operand, List.of(p.axis()))) : operand;
        String sums = call(
                "cumsum",
                p.exclusive() ? shifted(ahead, node, p.axis(), s) : ahead,
                p.axis(),
                "dtype=" + ScriptWriter.code(node.dtype()));
        return p.reverse() ? call("flip", s.let(sums), List.of(p.axis())) : sums;
    }

    /** Moves every element on by one position along an axis, so that a sum up to a position is without what was there. */
    private static String shifted(String operand, Tensor node, int axis, ScriptWriter s) {
        String kept = s.let(call("narrow", operand, axis, 0, node.shape().dim(axis) - 1));
        String zero = s.let(call("new_zeros", operand, Torch.dims(node.shape().with(axis, 1))));
        return s.let(call("cat", List.of(zero, kept), axis));
    }
}
