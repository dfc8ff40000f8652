package org.pushforward.backend.tensorflow.lowering;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;
import org.tensorflow.Operation;
import org.tensorflow.OperationBuilder;
import org.tensorflow.Output;

/**
 * A state that becomes s + c x or s - c x with a scalar c, such as parameters, moments and averages. TensorFlow's kernel for gradient
 * descent does this in one pass and in place, as soon as x is there, while other threads still compute. After a failed run the state is
 * undefined.
 *
 * @param sum the successor of the state
 * @param product c x, which only the sum uses
 * @param vector x
 * @param number c
 */
public record ScaledAddition(Tensor sum, Tensor product, Tensor vector, Tensor number) {

    /** Returns the additions of a graph by the positions of the states. */
    public static Map<Integer, ScaledAddition> of(Graph graph) {
        Map<Tensor, Integer> uses = new IdentityHashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(x -> uses.merge(x, 1, Integer::sum)));
        graph.outputs().values().forEach(node -> uses.merge(node, 1, Integer::sum));
        graph.states().forEach(state -> uses.merge(state.next(), 1, Integer::sum));
        Map<Integer, ScaledAddition> additions = new TreeMap<>();
        for (int i = 0; i < graph.states().size(); i++) {
            int position = i;
            of(graph.states().get(i), uses).ifPresent(addition -> additions.put(position, addition));
        }
        return additions;
    }

    private static Optional<ScaledAddition> of(Graph.State state, Map<Tensor, Integer> uses) {
        Tensor sum = state.next();
        boolean added = sum.primitive() instanceof Binary.Add || sum.primitive() instanceof Binary.Sub;
        if (!added
                || !sum.dtype().isFloating()
                || uses.get(sum) > 1
                || sum.operands().get(0) != state.current()) {
            return Optional.empty();
        }
        Tensor product = sum.operands().get(1);
        if (!(product.primitive() instanceof Binary.Mul) || uses.get(product) > 1) {
            return Optional.empty();
        }
        Tensor left = product.operands().get(0);
        Tensor right = product.operands().get(1);
        return number(right)
                .map(number -> new ScaledAddition(sum, product, left, number))
                .or(() -> number(left).map(number -> new ScaledAddition(sum, product, right, number)));
    }

    private static Optional<Tensor> number(Tensor node) {
        return node.primitive() instanceof Movement.Broadcast
                        && node.operands().get(0).shape().rank() == 0
                ? Optional.of(node.operands().get(0))
                : Optional.empty();
    }

    /** Returns the nodes that the kernel computes. */
    public static Set<Tensor> nodes(Map<Integer, ScaledAddition> additions) {
        Set<Tensor> nodes = Collections.newSetFromMap(new IdentityHashMap<>());
        additions.values().forEach(addition -> nodes.addAll(List.of(addition.sum(), addition.product())));
        return nodes;
    }

    /**
     * Emits the kernel. It waits for the nodes that read the state, because it would copy a state that is still needed.
     *
     * @param readers the nodes that read the state
     */
    public Operation apply(Variable variable, List<Tensor> readers, Values values, Emitter emit) {
        Output<?> factor = values.get(number);
        OperationBuilder kernel = emit.begin("ResourceApplyGradientDescent")
                .addInput(variable.handle())
                .addInput(sum.primitive() instanceof Binary.Add ? emit.op("Neg", factor) : factor)
                .addInput(values.get(vector))
                .addControlInput(variable.content().op());
        readers.stream().filter(values::contains).forEach(node -> kernel.addControlInput(values.operation(node)));
        return kernel.build();
    }
}
