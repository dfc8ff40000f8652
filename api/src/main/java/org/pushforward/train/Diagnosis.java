package org.pushforward.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Finds where training first produced a number that is not finite. It repeats the steps from a good state until a state or a loss is not
 * finite, and then examines the tensors of that step, a few at a time.
 *
 * @param good the last known state with only finite numbers
 * @param cause the first tensor that was not finite, and its operands
 * @param failure the reason if the cause is unknown; if empty, the step after the good state failed
 */
record Diagnosis(Snapshot good, String cause, Optional<Throwable> failure) {
    /** The number of bytes of a step that are on the host at once, unless one tensor is larger. */
    static final long BYTES = 64L << 20;

    /**
     * Diagnoses a failure from a good state. It never throws, because a failed diagnosis matters less than the failure of training.
     *
     * @param backend the backend of the training
     * @param program the step
     * @param key the key of the steps
     * @param from a state with only finite numbers
     * @param last the number of steps after which training failed
     * @param bytes the number of bytes of a step to examine at once
     */
    static Diagnosis of(Backend backend, TrainingGraph program, RandomKey key, Snapshot from, long last, long bytes) {
        Snapshot good = from;
        try {
            good = lastGood(backend, program, key, from, last);
            return new Diagnosis(good, cause(backend, program, key, good, bytes), Optional.empty());
        } catch (RuntimeException | OutOfMemoryError e) {
            return new Diagnosis(good, "unknown cause", Optional.of(e));
        }
    }

    private static Snapshot lastGood(Backend backend, TrainingGraph program, RandomKey key, Snapshot from, long last) {
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
        return good;
    }

    private static String cause(Backend backend, TrainingGraph program, RandomKey key, Snapshot before, long bytes) {
        Map<String, HostArray> inputs = new LinkedHashMap<>(program.inputs(key, before.iteration()));
        inputs.putAll(before.values());
        for (Map.Entry<String, HostArray> input : inputs.entrySet()) {
            if (!input.getValue().isFinite()) {
                return "the input '" + input.getKey() + "' of type "
                        + input.getValue().type();
            }
        }
        Graph step = program.graph();
        Graph.Builder every = Graph.builder().inputs(step.inputs()).batched(step.batched());
        step.states().forEach(state -> every.inputs(state.current()));
        Map<String, Tensor> nodes = new LinkedHashMap<>();
        step.nodes().stream()
                .filter(node -> node.dtype().isFloating() && !(node.primitive() instanceof Source))
                .forEach(node -> nodes.put("node." + nodes.size(), node));
        nodes.forEach(every::output);
        Map<Tensor, ValueRange> ranges = new IdentityHashMap<>();
        try (Executable executable = backend.compile(every.build())) {
            for (Set<String> part : parts(nodes, bytes)) {
                // Tensors come in graph order, so the operands of the first one that is not finite are known.
                for (Map.Entry<String, HostArray> value :
                        executable.run(inputs, part).entrySet()) {
                    Tensor node = nodes.get(value.getKey());
                    if (!value.getValue().isFinite()) {
                        return describe(node, ranges);
                    }
                    ranges.put(node, ValueRange.of(value.getValue()));
                }
            }
        }
        return "a tensor that is finite when the step is computed operation by operation";
    }

    /** Returns the names in order, in groups of at most a number of bytes or of a single tensor. */
    private static List<Set<String>> parts(Map<String, Tensor> nodes, long bytes) {
        List<Set<String>> parts = new ArrayList<>();
        long left = 0;
        for (Map.Entry<String, Tensor> node : nodes.entrySet()) {
            long size = (long) node.getValue().shape().size()
                    * node.getValue().dtype().bytes();
            if (parts.isEmpty() || size > left) {
                parts.add(new LinkedHashSet<>());
                left = bytes;
            }
            parts.get(parts.size() - 1).add(node.getKey());
            left -= size;
        }
        return parts;
    }

    private static String describe(Tensor node, Map<Tensor, ValueRange> ranges) {
        String operands = node.operands().stream()
                .map(operand -> operand.type()
                        + Optional.ofNullable(ranges.get(operand))
                                .map(ValueRange::words)
                                .orElse(""))
                .collect(Collectors.joining(", "));
        return "the result of " + node.primitive().name() + "(" + operands + ")";
    }

    /** The range of a tensor's values. */
    private record ValueRange(double low, double high) {
        static ValueRange of(HostArray value) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < value.size(); i++) {
                low = Math.min(low, value.get(i));
                high = Math.max(high, value.get(i));
            }
            return new ValueRange(low, high);
        }

        String words() {
            return low > high ? "" : " from " + (float) low + " to " + (float) high;
        }
    }
}
