package org.pushforward.backend.djl;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.backend.Device;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/** Writes the script of one graph: a statement for each node that is needed. */
final class ScriptWriter {
    private static final String INDENT = "  ";

    private final Graph graph;
    private final Device device;
    private final Map<Tensor, String> names = new HashMap<>();
    private final List<String> parameters = new ArrayList<>();
    private final List<HostArray> constants = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private int variables;

    private ScriptWriter(Graph graph, Device device) {
        this.graph = graph;
        this.device = device;
    }

    /** Returns the script of a graph for a device. */
    static Script write(Graph graph, Device device) {
        return new ScriptWriter(graph, device).script();
    }

    private Script script() {
        for (Tensor input : graph.inputs()) {
            String parameter = parameter("i");
            names.put(input, device.kind() == Device.Kind.CPU ? parameter : let(moved(parameter, input, device)));
        }
        graph.states().forEach(state -> names.put(state.current(), parameter("s")));
        Map<Tensor, Step> steps = steps();
        for (Tensor node : graph.nodes()) {
            if (steps.containsKey(node) && !names.containsKey(node)) {
                names.put(node, let(steps.get(node).expression().apply(this)));
            }
        }
        List<String> results = new ArrayList<>();
        graph.outputs().values().forEach(node -> results.add(let(output(node))));
        graph.states().stream()
                .filter(Graph.State::changes)
                .forEach(state -> results.add(let(successor(state.next()))));
        String signature = parameters.stream()
                .map(name -> ", " + name + ": Tensor")
                .collect(Collectors.joining("", "def forward(self: __torch__.M", ")"));
        String types = results.stream().map(name -> "Tensor").collect(Collectors.joining(", "));
        String values = results.stream().map(name -> name + ",").collect(Collectors.joining(" "));
        return new Script(
                signature + " -> Tuple[" + (types.isEmpty() ? "()" : types) + "]:\n" + body + INDENT + "return ("
                        + values + ")\n",
                constants);
    }

    /** Returns how each node is computed that is still needed where small operands are not repeated and passes are fused. */
    private Map<Tensor, Step> steps() {
        Map<Tensor, Integer> uses = new HashMap<>();
        graph.nodes().forEach(node -> node.operands().forEach(operand -> uses.merge(operand, 1, Integer::sum)));
        Set<Tensor> needed = new HashSet<>(graph.outputs().values());
        graph.states().forEach(state -> needed.add(state.next()));
        needed.forEach(root -> uses.merge(root, 1, Integer::sum));
        Map<Tensor, Step> steps = new HashMap<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Tensor node = graph.nodes().get(i);
            if (needed.contains(node) && !(node.primitive() instanceof Source.Constant)) {
                Step step = Fusions.of(node, other -> uses.get(other) == 1).orElseGet(() -> Step.plain(node));
                steps.put(node, step);
                needed.addAll(step.operands());
            }
        }
        return steps;
    }

    /** Adds a statement and returns the variable that holds the expression's value; a name is returned as it is. */
    String let(String expression) {
        if (expression.indexOf('(') < 0) {
            return expression;
        }
        String variable = "v" + variables++;
        body.append(INDENT).append(variable).append(" = ").append(expression).append('\n');
        return variable;
    }

    /** Returns the name of a node's value. A constant is named when it is first asked for. */
    String name(Tensor node) {
        return names.computeIfAbsent(node, constant -> constant(((Source.Constant) constant.primitive()).value()));
    }

    /** Returns the name of a further parameter that holds this constant. */
    String constant(HostArray value) {
        constants.add(value);
        return parameter("c");
    }

    /** Returns the literal of a constant of one element; empty if the node is none or its literal would lose digits. */
    static Optional<String> literal(Tensor node) {
        if (!(node.primitive() instanceof Source.Constant constant)
                || constant.value().size() != 1
                || node.dtype() == DType.BOOL) {
            return Optional.empty();
        }
        double value = constant.value().get(0);
        if (node.dtype().isFloating()) {
            return Optional.of(number(value));
        }
        return Math.abs(value) <= Integer.MAX_VALUE ? Optional.of(Long.toString((long) value)) : Optional.empty();
    }

    /** Returns the literal of a floating-point number. */
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "float(\"nan\")";
        }
        return Double.isInfinite(value) ? "float(\"" + (value > 0 ? "inf" : "-inf") + "\")" : Double.toString(value);
    }

    /** Returns the number by which TorchScript knows an element type. */
    static int code(DType dtype) {
        return switch (dtype) {
            case I32 -> 3;
            case I64 -> 4;
            case F32 -> 6;
            case F64 -> 7;
            case BOOL -> 11;
        };
    }

    private String parameter(String prefix) {
        String name = prefix + parameters.size();
        parameters.add(name);
        return name;
    }

    private String output(Tensor node) {
        String dense = "torch.contiguous(" + name(node) + ")";
        return device.kind() == Device.Kind.CPU ? dense : moved(let(dense), node, Device.cpu());
    }

    private String successor(Tensor node) {
        // The memory of an input is the caller's and is written to again before the next run.
        return "torch."
                + (isInput(node) ? "clone(" + name(node) + ", memory_format=0)" : "contiguous(" + name(node) + ")");
    }

    private boolean isInput(Tensor node) {
        Tensor source = node;
        while (source.primitive() instanceof Movement || source.primitive() instanceof Elementwise.StopGradient) {
            source = source.operands().get(0);
        }
        return graph.inputs().contains(source);
    }

    private static String moved(String name, Tensor node, Device target) {
        String place = target.kind() == Device.Kind.CPU ? "cpu" : "cuda:" + target.index();
        return "torch.to(" + name + ", torch.device(\"" + place + "\"), " + code(node.dtype()) + ", False, False)";
    }
}
