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
 * <p>Tensors without elements never reach the engine: there is nothing to compute in them, and what is computed from
 * them is known. The prefixes of names keep inputs, states and outputs apart.
 */
public final class GraphWriter {
    private final Kernels kernels;
    private final ModelBuilder model;
    private final Map<Tensor, Emission> spellings = new IdentityHashMap<>();
    private final Map<Tensor, String> names = new IdentityHashMap<>();

    private GraphWriter(BlockedLayout blocked, Kernels kernels) {
        this.kernels = kernels;
        this.model = new ModelBuilder(blocked);
    }

    /** Returns the model's name of an input, or of a state's value before a run. */
    public static String inputName(Tensor input) {
        return "in/" + ((Source.Input) input.primitive()).name();
    }

    /** Returns what a run computes: outputs and changing states that have elements, by their names in the model. */
    public static Map<String, Tensor> results(Graph graph) {
        Map<String, Tensor> results = new LinkedHashMap<>();
        graph.outputs().forEach((name, node) -> results.put(outputName(name), node));
        graph.states().stream()
                .filter(Graph.State::changes)
                .forEach(state -> results.put(nextName(state), state.next()));
        results.values().removeIf(GraphWriter::isEmpty);
        return results;
    }

    /** Returns the model's name of an output. */
    public static String outputName(String output) {
        return "out/" + output;
    }

    /** Returns the model's name of a state's value after a run. */
    public static String nextName(Graph.State state) {
        return "next/" + state.name();
    }

    /**
     * Returns the model, in its binary form, whose inputs are those that its results depend on.
     *
     * @param graph the graph
     * @param blocked the engine's layout for convolutions
     * @param kernels what runs it
     */
    public static byte[] write(Graph graph, BlockedLayout blocked, Kernels kernels) {
        GraphWriter writer = new GraphWriter(blocked, kernels);
        Map<String, Tensor> results = results(graph);
        writer.needed(graph, results.values()).forEach(writer::write);
        results.forEach((name, node) -> writer.model.output(name, node.type(), writer.names.get(node)));
        return writer.model.toByteArray();
    }

    /** Returns the nodes to write, each after its operands: a spelling may pass over nodes of the graph. */
    private List<Tensor> needed(Graph graph, Iterable<Tensor> results) {
        Set<Tensor> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        results.forEach(needed::add);
        List<Tensor> order = new ArrayList<>(graph.nodes());
        Collections.reverse(order);
        order.removeIf(node -> {
            boolean idle = !needed.contains(node) || isEmpty(node);
            if (!idle) {
                Emission spelling = Emission.of(node, kernels);
                spellings.put(node, spelling);
                needed.addAll(spelling.operands());
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
        Emission spelling = spellings.get(node);
        boolean partlyEmpty = spelling.operands().stream().anyMatch(GraphWriter::isEmpty);
        List<String> operands = spelling.operands().stream()
                .filter(operand -> !isEmpty(operand))
                .map(names::get)
                .toList();
        // What is left of a concatenation is still one, and there is nothing to wait for in nothing; all else that has
        // elements, but operands without, is uniform.
        boolean rest = node.primitive() instanceof Movement.Concat || node.primitive() instanceof Elementwise.Barrier;
        boolean uniform = partlyEmpty && !rest;
        names.put(node, uniform ? filled(node) : spelling.write(node, operands, model));
    }

    /** The sum over nothing is zero, as are products without terms and what nothing was scattered to. */
    private String filled(Tensor node) {
        double value = node.primitive() instanceof Movement.Pad pad ? pad.value() : 0;
        return model.full(node.type(), value);
    }

    private static boolean isEmpty(Tensor node) {
        return node.shape().size() == 0;
    }
}
