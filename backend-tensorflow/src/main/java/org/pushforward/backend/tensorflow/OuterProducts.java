package org.pushforward.backend.tensorflow;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Rewrite;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Takes the bias of a layer of one input into its product, x w + b = [x 1] [w; b]: the kernel for products takes longer over one
 * column than over two, and a pass over the result is saved.
 */
final class OuterProducts implements Rewrite {
    /** The size of a result from which on that is more than putting the operands together costs. */
    private static final int LEAST_SIZE = 1 << 15;

    private final Set<Tensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Looks at a graph, which is the one to rewrite. */
    OuterProducts(Graph graph) {
        Set<Tensor> used = Collections.newSetFromMap(new IdentityHashMap<>());
        used.addAll(graph.outputs().values());
        graph.states().forEach(state -> used.add(state.next()));
        for (Tensor node : graph.nodes()) {
            node.operands().stream().filter(operand -> !used.add(operand)).forEach(shared::add);
        }
    }

    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        if (!(node.primitive() instanceof Binary.Add)
                || node.shape().rank() != 2
                || node.shape().size() < LEAST_SIZE
                || !isOuterProduct(node.operands().get(0))
                || !repeatsRow(node.operands().get(1))) {
            return Rewrite.keep(node, operands);
        }
        Tensor x = operands.get(0).operands().get(0);
        Tensor w = operands.get(0).operands().get(1);
        Tensor b = operands.get(1).operands().get(0).reshape(w.shape());
        Tensor ones = Tensor.full(x.type(), 1);
        return Tensor.concat(1, List.of(x, ones)).matmul(Tensor.concat(0, List.of(w, b)));
    }

    private boolean isOuterProduct(Tensor node) {
        return node.primitive() instanceof Matmul product
                && !product.transposeLeft()
                && !product.transposeRight()
                && node.operands().get(0).dim(1) == 1
                && !shared.contains(node);
    }

    private static boolean repeatsRow(Tensor node) {
        if (!(node.primitive() instanceof Movement.Broadcast)) {
            return false;
        }
        Shape row = node.operands().get(0).shape();
        return row.size() == node.dim(1) && row.rank() > 0 && row.dim(-1) == node.dim(1);
    }
}
