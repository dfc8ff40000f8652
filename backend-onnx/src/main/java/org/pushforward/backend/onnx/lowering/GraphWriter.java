package org.pushforward.backend.onnx.lowering;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/**
 * Writes a graph as an ONNX model.
 *
 * <p>Tensors without elements never reach the engine: they need no computation, and values computed from them are
 * constants. Prefixes distinguish the names of inputs, states and outputs.
 */
public final class GraphWriter {
    private final Kernels kernels;
    private final ModelBuilder model;
    private final Map<Tensor, Emission> emissions = new IdentityHashMap<>();
    private final Map<Tensor, String> names = new IdentityHashMap<>();

    private GraphWriter(BlockedLayout blocked, Kernels kernels) {
        this.kernels = kernels;
        this.model = new ModelBuilder(blocked);
    }

    /** Returns the name in the model of an input, or of the value of a state before a run. */
    public static String inputName(Tensor input) {
        return "in/" + ((Source.Input) input.primitive()).name();
    }

    /** Returns the results of a run that have elements, outputs and changing states, by their names in the model. */
    public static Map<String, Tensor> results(Graph graph) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        graph.outputs().forEach((name, node) -> results.put(outputName(name), node));
        graph.states().stream()
                .filter(Graph.State::changes)
                .forEach(state -> results.put(nextName(state), state.next()));
        results.values().removeIf(GraphWriter::isEmpty);
        return results;
    }

    /** Returns the name of an output in the model. */
    public static String outputName(String output) {
        return "out/" + output;
    }

    /** Returns the name in the model of the value of a state after a run. */
    public static String nextName(Graph.State state) {
        return "next/" + state.name();
    }

    /**
     * Returns the model in its binary form. Its inputs are those that the results depend on.
     *
     * @param graph the graph
     * @param blocked the engine's layout for convolutions
     * @param kernels the kernels that run it
     */
    public static byte[] write(Graph graph, BlockedLayout blocked, Kernels kernels) {
        GraphWriter writer = new GraphWriter(blocked, kernels);
        Map<String, Tensor> results = results(graph);
        writer.needed(graph, results.values()).forEach(writer::write);
        results.forEach((name, node) -> writer.model.output(name, node.type(), writer.names.get(node)));
        return writer.model.toByteArray();
    }

    /** Returns the nodes to write, each after its operands. An emission may skip nodes of the graph. */
    private List<Tensor> needed(Graph graph, Iterable<Tensor> results) {
        Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        results.forEach(needed::add);
        List<Tensor> order = new ArrayList<>(graph.nodes());
        Collections.reverse(order);
        order.removeIf(node -> {
            boolean idle = !needed.contains(node) || isEmpty(node);
            if (!idle) {
                Emission emission = Emission.of(node, kernels);
                emissions.put(node, emission);
                needed.addAll(emission.operands());
            }
            return idle;
        });
        Collections.reverse(order);
        return order;
    }

    private void write(Tensor node) {
        if (node.primitive() instanceof Source.Input) {
            model.input(inputName(node), node.type());
            names.put(node, inputName(node));
            return;
        }
        Emission emission = emissions.get(node);
        boolean partlyEmpty = emission.operands().stream().anyMatch(GraphWriter::isEmpty);
        List<String> operands = emission.operands().stream()
                .filter(operand -> !isEmpty(operand))
                .map(names::get)
                .toList();
        // A concatenation keeps its other operands, and a barrier does not wait for an empty tensor. Any other node
        // with elements but an empty operand is uniform.
        boolean rest = node.primitive() instanceof Movement.Concat || node.primitive() instanceof Elementwise.Barrier;
        boolean uniform = partlyEmpty && !rest;
        names.put(node, uniform ? filled(node) : emission.write(node, operands, model));
    }

    /**
     * Adds the uniform value of a node with an empty operand: the value of a padding, and otherwise zero, as for empty
     * sums, products without terms and scatters of nothing.
     */
    private String filled(Tensor node) {
        double value = node.primitive() instanceof Movement.Pad pad ? pad.value() : 0;
        return model.full(node.type(), value);
    }

    private static boolean isEmpty(Tensor node) {
        return node.shape().size() == 0;
    }
}
