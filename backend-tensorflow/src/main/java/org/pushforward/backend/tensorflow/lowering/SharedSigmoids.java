package org.pushforward.backend.tensorflow.lowering;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Smooth;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;

/**
 * Expands x sigmoid(x) if the derivative needs the sigmoid too: one sigmoid and one product are then cheaper than the
 * fused kernel and another sigmoid.
 */
public final class SharedSigmoids implements Rewrite {
    private final Set<Tensor> shared = Collections.newSetFromMap(new IdentityHashMap<>());

    /** Finds shared sigmoids in the graph to rewrite. */
    public SharedSigmoids(Graph graph) {
        for (Tensor node : graph.nodes()) {
            if (node.primitive() instanceof Smooth.SiluGradient) {
                shared.add(node.operands().get(1));
            }
        }
    }

    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        boolean spelled = node.primitive() instanceof Smooth.Silu
                && shared.contains(node.operands().get(0));
        return spelled ? operands.get(0).mul(operands.get(0).sigmoid()) : Rewrite.keep(node, operands);
    }
}
