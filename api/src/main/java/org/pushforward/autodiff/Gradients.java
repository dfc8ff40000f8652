package org.pushforward.autodiff;

import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;

/**
 * Derivatives as graphs.
 *
 * <p>Every result is an ordinary tensor, to be differentiated again if need be: the gradient penalty of a WGAN is
 * {@code Gradients.of(critic, x)} inside a loss that {@code Gradients.of(loss, parameters)} then differentiates.
 * Differentiation may be with respect to any node, not only inputs; a node on which the result does not depend has
 * derivative zero.
 */
public final class Gradients {
    private Gradients() {}

    /**
     * Returns the gradient of a scalar, one tensor of its type for each node.
     *
     * @throws IllegalArgumentException if the value is not a floating-point scalar
     */
    public static List<Tensor> of(Tensor scalar, List<Tensor> inputs) {
        if (scalar.shape().rank() != 0 || !scalar.dtype().isFloating()) {
            throw new IllegalArgumentException(
                    "gradient of " + scalar + ": expected a floating-point scalar; sum() it, or use vjp()");
        }
        return vjp(List.of(scalar), inputs, List.of(scalar.zerosLike().add(1)));
    }

    /** Returns the gradient of a scalar with respect to one node. */
    public static Tensor of(Tensor scalar, Tensor input) {
        return of(scalar, List.of(input)).get(0);
    }

    /**
     * Returns the vector-Jacobian product: J^T u, one tensor for each node.
     *
     * @param outputs the tensors that are differentiated
     * @param inputs the nodes with respect to which
     * @param cotangents u: one of the type of each output
     * @throws IllegalArgumentException if a cotangent is not of the type of its output
     */
    public static List<Tensor> vjp(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> cotangents) {
        checkPairs("cotangent", outputs, cotangents);
        List<Tensor> order = Topology.sort(outputs);
        Set<Tensor> dependent = dependentOn(inputs, order);
        Map<Tensor, Tensor> sums = new IdentityHashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            sums.merge(outputs.get(i), cotangents.get(i), Tensor::add);
        }
        for (int i = order.size() - 1; i >= 0; i--) {
            Tensor node = order.get(i);
            Tensor cotangent = sums.get(node);
            if (cotangent == null || node.operands().stream().noneMatch(dependent::contains)) {
                continue;
            }
            List<Tensor> parts = DerivativeRules.pullBack(node, cotangent);
            for (int k = 0; k < parts.size(); k++) {
                Tensor operand = node.operands().get(k);
                if (parts.get(k) != null && dependent.contains(operand)) {
                    sums.merge(operand, parts.get(k), Tensor::add);
                }
            }
        }
        return inputs.stream()
                .map(input -> sums.containsKey(input) ? sums.get(input) : input.zerosLike())
                .toList();
    }

    /**
     * Returns the Jacobian-vector product: J v, one tensor for each output. It is the derivative of the
     * vector-Jacobian product, which is linear in its cotangent.
     *
     * @param outputs the tensors that are differentiated
     * @param inputs the nodes with respect to which
     * @param tangents v: one of the type of each input
     * @throws IllegalArgumentException if a tangent is not of the type of its input
     */
    public static List<Tensor> jvp(List<Tensor> outputs, List<Tensor> inputs, List<Tensor> tangents) {
        checkPairs("tangent", inputs, tangents);
        // Any cotangent will do, since J^T u is linear in u; what matters is that each is a node of its own.
        List<Tensor> cotangents = outputs.stream().map(Tensor::zerosLike).toList();
        return vjp(vjp(outputs, inputs, cotangents), cotangents, tangents);
    }

    /** Returns the Hessian-vector product of a scalar: the gradient of the inner product of its gradient with v. */
    public static Tensor hvp(Tensor scalar, Tensor input, Tensor v) {
        return vjp(List.of(of(scalar, input)), List.of(input), List.of(v)).get(0);
    }

    private static Set<Tensor> dependentOn(Collection<Tensor> inputs, List<Tensor> order) {
        Set<Tensor> dependent = Collections.newSetFromMap(new IdentityHashMap<>());
        dependent.addAll(inputs);
        for (Tensor node : order) {
            if (node.dtype().isFloating() && node.operands().stream().anyMatch(dependent::contains)) {
                dependent.add(node);
            }
        }
        return dependent;
    }

    private static void checkPairs(String what, List<Tensor> nodes, List<Tensor> vectors) {
        if (!types(nodes).equals(types(vectors))) {
            throw new IllegalArgumentException(
                    "expected a " + what + " of the type of each of " + types(nodes) + ", not " + types(vectors));
        }
    }

    private static String types(List<Tensor> nodes) {
        return nodes.stream().map(node -> node.type().toString()).collect(Collectors.joining(", ", "{", "}"));
    }
}
