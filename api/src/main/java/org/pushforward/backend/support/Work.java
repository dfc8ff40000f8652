package org.pushforward.backend.support;

import java.util.IdentityHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Contraction.Conv2d;
import org.pushforward.graph.Contraction.Conv2dFilterGradient;
import org.pushforward.graph.Contraction.Conv2dInputGradient;
import org.pushforward.graph.Contraction.Matmul;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * A rough count of elementary operations: multiplications for matrix products and convolutions, and elements for
 * everything else.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Work {
    private Work() {}

    /** Returns the work of a node. */
    public static long of(Tensor node) {
        if (node.primitive() instanceof Matmul product) {
            Tensor left = node.operands().get(0);
            return (long) node.shape().size() * left.dim(product.transposeLeft() ? -2 : -1);
        }
        if (node.primitive() instanceof Conv2d) {
            return convolution(node.shape(), node.operands().get(1).shape());
        }
        if (node.primitive() instanceof Conv2dInputGradient) {
            return convolution(
                    node.operands().get(0).shape(), node.operands().get(1).shape());
        }
        if (node.primitive() instanceof Conv2dFilterGradient) {
            return convolution(node.operands().get(1).shape(), node.shape());
        }
        if (node.primitive() instanceof Reduction) {
            return node.operands().get(0).shape().size();
        }
        return node.primitive() instanceof Source ? 0 : node.shape().size();
    }

    private static long convolution(Shape y, Shape w) {
        return (long) y.size() * w.dim(1) * w.dim(2) * w.dim(3);
    }

    /** Returns the average work of a node of a graph. */
    public static long perNode(Graph graph) {
        long work = graph.nodes().stream().mapToLong(Work::of).sum();
        return work / Math.max(graph.nodes().size(), 1);
    }

    /**
     * Returns how many nodes could be computed in parallel on average: the work of the graph divided by the work of its
     * longest path.
     */
    public static double concurrency(Graph graph) {
        Map<Tensor, Long> paths = new IdentityHashMap<>();
        long longest = 1;
        long total = 0;
        for (Tensor node : graph.nodes()) {
            long before = node.operands().stream().mapToLong(paths::get).max().orElse(0);
            paths.put(node, before + of(node));
            longest = Math.max(longest, paths.get(node));
            total += of(node);
        }
        return (double) total / longest;
    }
}
