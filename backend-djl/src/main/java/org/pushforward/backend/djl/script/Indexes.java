package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;
import static org.pushforward.backend.djl.script.Torch.first;
import static org.pushforward.backend.djl.script.Torch.names;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.pushforward.graph.Composite;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Scan;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The lowerings of primitives that select positions or scan along an axis. */
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
            return s.isForGpu()
                    ? addedAlong(p, x, zeros, operands, s)
                    : call("scatter_add_", zeros, p.axis(), operands.get(1), operands.get(0));
        });
        TorchLowerings.put(t, Indexing.Gather.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            return call("index_select", operands.get(0), p.axis(), operands.get(1));
        });
        TorchLowerings.put(t, Indexing.ScatterAdd.class, (p, x, s) -> {
            List<String> operands = names(x, s);
            String zeros = s.let(Torch.zeros(x, operands.get(0)));
            return s.isForGpu()
                    ? added(p, zeros, operands, s)
                    : call("index_add_", zeros, p.axis(), operands.get(1), operands.get(0));
        });
        TorchLowerings.put(t, Scan.CumulativeSum.class, Indexes::cumulativeSum);
    }

    /** Uses a kernel that sorts the positions first. On a GPU other kernels add in any order, so results would differ between runs. */
    private static String put(String zeros, String positions, String values, ScriptWriter s) {
        String indices = "annotate(List[Optional[Tensor]], [" + positions + "])";
        return s.let(call("index_put_", zeros, indices, values, "True"));
    }

    private static String added(Indexing.ScatterAdd p, String zeros, List<String> operands, ScriptWriter s) {
        String target = s.let(call("transpose", zeros, 0, p.axis()));
        put(target, operands.get(1), s.let(call("transpose", operands.get(0), 0, p.axis())), s);
        return zeros;
    }

    /** Adds values at positions in the flattened result. */
    private static String addedAlong(
            Indexing.ScatterAddAlong p, Tensor node, String zeros, List<String> operands, ScriptWriter s) {
        int[] strides = node.shape().strides();
        Shape lanes = node.operands().get(1).shape().with(p.axis(), 1);
        String flat = s.let(call("mul", operands.get(1), strides[p.axis()]));
        for (int axis = 0; axis < lanes.rank(); axis++) {
            if (lanes.dim(axis) > 1) {
                int stride = strides[axis];
                long[] starts = IntStream.range(0, lanes.dim(axis))
                        .mapToLong(i -> (long) i * stride)
                        .toArray();
                int[] line = IntStream.generate(() -> 1).limit(lanes.rank()).toArray();
                line[axis] = starts.length;
                flat = s.let(call("add", flat, s.constant(HostArray.wrap(Shape.of(line), starts))));
            }
        }
        String target = s.let(call("reshape", zeros, "[-1]"));
        put(target, s.let(call("reshape", flat, "[-1]")), s.let(call("reshape", operands.get(0), "[-1]")), s);
        return zeros;
    }

    /** An order whose values and positions come from one sort. */
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
        String terms = p.exclusive() ? shifted(ahead, node, p.axis(), s) : ahead;
        String type = "dtype=" + ScriptWriter.code(node.dtype());
        boolean alone = s.isForGpu() && node.shape().size() == node.dim(p.axis());
        String sums = alone ? firstOfTwo(terms, node, type, s) : call("cumsum", terms, p.axis(), type);
        return p.reverse() ? call("flip", s.let(sums), List.of(p.axis())) : sums;
    }

    /** Sums two copies of a row. On a GPU the sums of a single row depend on timing, but those of several rows do not. */
    private static String firstOfTwo(String terms, Tensor node, String type, ScriptWriter s) {
        int length = node.shape().size();
        String rows = s.let(call("expand", s.let(call("reshape", terms, List.of(1, length))), List.of(2, length)));
        String sums = s.let(call("cumsum", rows, 1, type));
        return call("reshape", s.let(call("select", sums, 0, 0)), Torch.dims(node.shape()));
    }

    /** Shifts all elements by one position along an axis, so that a cumulative sum excludes the element at its position. */
    private static String shifted(String operand, Tensor node, int axis, ScriptWriter s) {
        String kept = s.let(call("narrow", operand, axis, 0, node.shape().dim(axis) - 1));
        String zero = s.let(call("new_zeros", operand, Torch.dims(node.shape().with(axis, 1))));
        return s.let(call("cat", List.of(zero, kept), axis));
    }
}
