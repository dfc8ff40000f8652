package org.pushforward.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Finds where training left the finite numbers: it goes on from a good state, step by step, until a state or a loss is not
 * finite, and then looks at every tensor of that step.
 *
 * @param good the state before the step that failed
 * @param cause what was not finite first, and its operands
 */
record Diagnosis(Snapshot good, String cause) {

    /**
     * Goes on from a good state.
     *
     * @param backend where training ran
     * @param program the step
     * @param key the key of the steps
     * @param from a state whose every number is finite
     * @param last the number of steps after which training had failed
     */
    static Diagnosis of(Backend backend, TrainingGraph program, RandomKey key, Snapshot from, long last) {
        Snapshot good = from;
        try (Executable executable = backend.compile(program.graph())) {
            executable.restore(from.states(), from.iteration());
            for (long number = from.iteration(); number < last; number++) {
                boolean finite = executable.run(program.inputs(key, number)).values().stream()
                        .allMatch(HostArray::isFinite);
                Snapshot next = Snapshot.read(executable, number + 1);
                if (!finite || !next.firstNotFinite().isEmpty()) {
                    break;
                }
                good = next;
            }
        }
        return new Diagnosis(good, cause(backend, program, key, good));
    }

    private static String cause(Backend backend, TrainingGraph program, RandomKey key, Snapshot before) {
        Graph step = program.graph();
        Graph.Builder every = Graph.builder().inputs(step.inputs()).batched(step.batched());
        step.states().forEach(state -> every.inputs(state.current()));
        List<Tensor> nodes = step.nodes().stream()
                .filter(node -> node.dtype().isFloating() && !(node.primitive() instanceof Source))
                .toList();
        for (int i = 0; i < nodes.size(); i++) {
            every.output("node." + i, nodes.get(i));
        }
        Map<String, HostArray> inputs = new LinkedHashMap<>(program.inputs(key, before.iteration()));
        inputs.putAll(before.values());
        for (Map.Entry<String, HostArray> input : inputs.entrySet()) {
            if (!input.getValue().isFinite()) {
                return "the input '" + input.getKey() + "' of type "
                        + input.getValue().type();
            }
        }
        Map<String, HostArray> values;
        try (Executable executable = backend.compile(every.build())) {
            values = executable.run(inputs);
        }
        for (int i = 0; i < nodes.size(); i++) {
            if (!values.get("node." + i).isFinite()) {
                return describe(nodes.get(i), nodes, values);
            }
        }
        return "a tensor that is finite when the step is computed operation by operation";
    }

    private static String describe(Tensor node, List<Tensor> nodes, Map<String, HostArray> values) {
        String operands = node.operands().stream()
                .map(operand -> {
                    int position = nodes.indexOf(operand);
                    return operand.type() + (position < 0 ? "" : range(values.get("node." + position)));
                })
                .collect(Collectors.joining(", "));
        return "the result of " + node.primitive().name() + "(" + operands + ")";
    }

    private static String range(HostArray value) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (double each : value.toDoubles()) {
            low = Math.min(low, each);
            high = Math.max(high, each);
        }
        return value.size() == 0 ? "" : " from " + (float) low + " to " + (float) high;
    }
}
