package org.pushforward.backend.onnx.plan;

import org.pushforward.graph.Composite;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Indexing;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Decides whether a graph is worth more than one thread. A kernel that ends before a second thread has woken up only
 * loses time, so the most expensive kernel decides.
 */
public final class ThreadingHeuristic {
    /** The multiplications of a matrix product that take about 50 microseconds on one core. */
    private static final long WORTH_SHARING = 1L << 22;

    /** The cost of an elementwise operation, in multiplications. */
    private static final long ELEMENT = 16;

    /** The cost of sorting, per element, in multiplications. */
    private static final long ORDERED = 1024;

    private ThreadingHeuristic() {}

    /** Returns whether some node of a graph takes long enough to be divided among threads. */
    public static boolean isShared(Graph graph) {
        return graph.nodes().stream().anyMatch(node -> cost(node) >= WORTH_SHARING);
    }

    private static long cost(Tensor node) {
        long size = node.shape().size();
        if (node.primitive() instanceof Contraction) {
            return multiplications(node);
        }
        if (node.primitive() instanceof Indexing.ArgSort || node.primitive() instanceof Composite.Sort) {
            return size * ORDERED;
        }
        boolean moves = node.primitive() instanceof Movement || node.primitive() instanceof Source;
        return moves
                ? 0
                : node.operands().stream().mapToLong(x -> x.shape().size()).reduce(size, Math::max) * ELEMENT;
    }

    /** In a convolution and its adjoints, each output element is combined with each element of one kernel. */
    private static long multiplications(Tensor node) {
        Shape left = node.operands().get(0).shape();
        Shape right = node.operands().get(1).shape();
        if (node.primitive() instanceof Contraction.Matmul p) {
            int rank = left.rank();
            return (long) node.shape().size() * left.dim(p.transposeLeft() ? rank - 2 : rank - 1);
        }
        Shape kernels = node.primitive() instanceof Contraction.Conv2dFilterGradient ? node.shape() : right;
        Shape output = node.primitive() instanceof Contraction.Conv2d
                ? node.shape()
                : node.primitive() instanceof Contraction.Conv2dInputGradient ? left : right;
        return kernels.dim(0) == 0 ? 0 : (long) output.size() * kernels.size() / kernels.dim(0);
    }
}
