package org.pushforward.conformance.check;

import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntBinaryOperator;
import org.pushforward.backend.Precision;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Reduction;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * How far a graph's results may move if the factors of float32 matrix products and convolutions are rounded to TF32.
 *
 * <p>TF32 has a ten-bit mantissa. Tensor cores may cut off the bits that do not fit, so the relative error of a factor is up to u =
 * 2^-10. The product of two such factors is exact in float32, in which products are added. So if r factors are rounded on the way to a
 * result that is a sum of products of operands, its error is at most ((1 + u)^r - 1) sum |terms|, apart from the errors of float32. The
 * interpreter computes sum |terms|: the results of the same graph without minus signs, for the absolute values of the operands. For
 * graphs with other functions, to first order, the same holds relative to the largest element of a result, if the graph does not amplify
 * errors. N. J. Higham, <i>Accuracy and Stability of Numerical Algorithms</i>, 2nd edition, 2002, chapter 3.
 */
public final class Tf32Rounding {
    private static final double UNIT = 0x1p-10;

    /** The primitives of sums of products, besides products and movements. */
    private static final Set<Class<? extends Primitive>> LINEAR =
            Set.of(Binary.Add.class, Binary.Sub.class, Binary.Mul.class, Unary.Neg.class, Reduction.ReduceSum.class);

    private final Graph graph;
    private final boolean linear;
    private final Map<Tensor, Integer> rounded = new IdentityHashMap<>();

    private Tf32Rounding(Graph graph) {
        this.graph = graph;
        this.linear = graph.nodes().stream().map(Tensor::primitive).allMatch(Tf32Rounding::isLinear);
        graph.nodes().forEach(node -> rounded.put(node, count(node)));
    }

    private static boolean isLinear(Primitive primitive) {
        boolean moves = primitive instanceof Source || primitive instanceof Movement;
        boolean passes = primitive instanceof Elementwise.Barrier || primitive instanceof Elementwise.StopGradient;
        return moves || passes || primitive instanceof Contraction || LINEAR.contains(primitive.getClass());
    }

    /** Returns the number of factors that are rounded on the longest way to a node. */
    private int count(Tensor node) {
        boolean product = node.primitive() instanceof Contraction && node.dtype() == DType.F32;
        boolean multiplies = product || linear && node.primitive() instanceof Binary.Mul;
        IntBinaryOperator both = multiplies ? Integer::sum : Math::max;
        return (product ? 2 : 0)
                + node.operands().stream()
                        .mapToInt(operand -> rounded.getOrDefault(operand, 0))
                        .reduce(0, both);
    }

    /** Returns the largest relative error of a result after some roundings; 0 unless the backend computes in TF32. */
    public static double share(BackendUnderTest backend, int roundings) {
        return isUsedBy(backend) ? Math.pow(1 + UNIT, roundings) - 1 : 0;
    }

    private static boolean isUsedBy(BackendUnderTest backend) {
        return backend.backend().options().precision() == Precision.TF32;
    }

    /**
     * Returns how far, relative to its largest element, any result or state of a graph may move in some runs after each other, each with
     * the states of the one before; 0 unless the backend computes in TF32.
     */
    public static double share(BackendUnderTest backend, Graph graph, int runs) {
        if (!isUsedBy(backend)) {
            return 0;
        }
        Map<Tensor, Integer> rounded = new Tf32Rounding(graph).rounded;
        return share(
                backend, runs * rounded.values().stream().max(Integer::compare).orElse(0));
    }

    /**
     * Returns the tolerance of an output of a graph: the given one and, if the backend computes in TF32, what its roundings may add.
     *
     * @param values the inputs of the graph
     */
    public static Tolerance tolerance(
            BackendUnderTest backend, Tolerance given, Graph graph, Map<String, HostArray> values, String output) {
        if (!isUsedBy(backend)) {
            return given;
        }
        Tf32Rounding rounding = new Tf32Rounding(graph);
        double share = share(backend, rounding.rounded.get(graph.outputs().get(output)));
        return share == 0 ? given : given.and(share, rounding.sizes(values, output));
    }

    /** Returns sum |terms| for each element of an output or, for graphs with other functions, its largest element. */
    private HostArray sizes(Map<String, HostArray> values, String output) {
        Graph positive = linear ? graph.rewrite(Tf32Rounding::positive) : graph;
        HostArray sizes = ReferenceInterpreter.evaluate(positive, values).get(output);
        return linear
                ? sizes
                : HostArray.full(
                        new TensorType(DType.F64, sizes.shape()),
                        Tolerance.largest(sizes.toDoubles(), Tolerance.SMALLEST_SCALE));
    }

    private static Tensor positive(Tensor node, List<Tensor> operands) {
        if (node.primitive() instanceof Source && node.dtype().isFloating()) {
            return node.abs();
        }
        if (node.primitive() instanceof Unary.Neg) {
            return operands.get(0);
        }
        return node.primitive() instanceof Binary.Sub
                ? operands.get(0).add(operands.get(1))
                : Tensor.of(node.primitive(), operands);
    }
}
