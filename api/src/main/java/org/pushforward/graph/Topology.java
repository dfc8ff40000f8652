package org.pushforward.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.pushforward.Stability;

/** The order of evaluation. */
@Stability(Stability.Level.STABLE)
public final class Topology {
    private record Visit(Tensor node, Iterator<Tensor> pending) {}

    private Topology() {}

    /**
     * Returns the roots and every node that they depend on, each after its operands. The order is deterministic. The
     * sort is not recursive, so deep graphs do not overflow the stack.
     */
    public static List<Tensor> sort(Collection<Tensor> roots) {
        List<Tensor> order = new ArrayList<>();
        Set<Tensor> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Visit> path = new ArrayDeque<>();
        for (Tensor root : roots) {
            if (seen.add(root)) {
                path.push(new Visit(root, root.operands().iterator()));
            }
            while (!path.isEmpty()) {
                Tracing.check();
                Visit top = path.peek();
                if (top.pending().hasNext()) {
                    Tensor operand = top.pending().next();
                    if (seen.add(operand)) {
                        path.push(new Visit(operand, operand.operands().iterator()));
                    }
                } else {
                    order.add(path.pop().node());
                }
            }
        }
        return order;
    }
}
