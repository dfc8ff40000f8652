package org.pushforward.backend.reference;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * The oracle: evaluates a graph in plain Java, exactly as written, without passes.
 *
 * <p>Both float32 and float64 are computed in float64 without rounding in between, so the results of an engine in
 * either precision can be compared with them. Integers are exact and wrap at the width of their type. A cast to float32
 * does not round either. Where the meaning of a primitive is undefined, an index outside its axis is refused and
 * anything else follows Java.
 */
public final class ReferenceInterpreter {
    /**
     * The result of a run.
     *
     * @param outputs the outputs by name, in the order of the graph, float64 where the graph has float32
     * @param states the next value of every state by name, likewise
     */
    public record Evaluation(Map<String, HostArray> outputs, Map<String, HostArray> states) {}

    private ReferenceInterpreter() {}

    /**
     * Evaluates a graph without states.
     *
     * @param graph the program
     * @param inputs a value for every input by name; float64 is taken for float32 too
     * @return the outputs by name, float64 where the graph has float32
     * @throws IllegalArgumentException if a value is missing or of another type
     */
    public static Map<String, HostArray> evaluate(Graph graph, Map<String, HostArray> inputs) {
        return evaluate(graph, inputs, Map.of()).outputs();
    }

    /**
     * Evaluates a graph.
     *
     * @param graph the program
     * @param inputs a value for every input by name; float64 is taken for float32 too
     * @param states the current value of every state by name, likewise
     * @throws IllegalArgumentException if a value is missing or of another type
     */
    public static Evaluation evaluate(Graph graph, Map<String, HostArray> inputs, Map<String, HostArray> states) {
        Map<Tensor, Value> values = new HashMap<>();
        graph.inputs().forEach(input -> values.put(input, given(input, inputs)));
        graph.states().forEach(state -> values.put(state.current(), given(state.current(), states)));
        Map<Tensor, Integer> uses = uses(graph);
        for (Tensor node : graph.nodes()) {
            if (!values.containsKey(node)) {
                List<Value> operands = node.operands().stream().map(values::get).toList();
                values.put(node, ReferenceRules.evaluate(node, operands));
            }
            // Release values that no later node needs, so that long programs fit in memory.
            for (Tensor operand : node.operands()) {
                if (uses.merge(operand, -1, Integer::sum) == 0) {
                    values.remove(operand);
                }
            }
        }
        Map<String, HostArray> outputs = new LinkedHashMap<>();
        graph.outputs()
                .forEach((name, node) -> outputs.put(name, values.get(node).toHost(node.type())));
        Map<String, HostArray> next = new LinkedHashMap<>();
        graph.states()
                .forEach(
                        state -> next.put(state.name(), values.get(state.next()).toHost(state.type())));
        return new Evaluation(outputs, next);
    }

    private static Map<Tensor, Integer> uses(Graph graph) {
        Map<Tensor, Integer> uses = new HashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        graph.outputs().values().forEach(node -> uses.merge(node, 1, Integer::sum));
        graph.states().forEach(state -> uses.merge(state.next(), 1, Integer::sum));
        return uses;
    }

    private static Value given(Tensor input, Map<String, HostArray> values) {
        String name = ((Source.Input) input.primitive()).name();
        HostArray value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "no value for " + name + " of type " + input.type() + "; given: " + values.keySet());
        }
        TensorType type = input.type();
        boolean wider = type.dtype() == DType.F32 && value.type().equals(type.with(DType.F64));
        if (!wider && !value.type().equals(type)) {
            throw new IllegalArgumentException(name + ": expected " + type + ", not " + value.type());
        }
        return Value.of(value);
    }
}
