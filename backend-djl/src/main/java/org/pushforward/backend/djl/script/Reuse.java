package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/**
 * Decides which values are overwritten by the node that reads them last. Recently written memory is still in the
 * processor's cache; new memory is not.
 */
final class Reuse {
    private static final Set<String> ELEMENTWISE = Set.of(
            "add",
            "sub",
            "mul",
            "div",
            "neg",
            "abs",
            "sign",
            "exp",
            "log",
            "log1p",
            "expm1",
            "sqrt",
            "sin",
            "cos",
            "tanh",
            "sigmoid",
            "silu",
            "clamp_min",
            "clamp_max",
            "leaky_relu",
            "lerp",
            "addcmul");
    private static final Set<String> COMMUTATIVE = Set.of("add", "mul");
    private static final Set<String> DERIVATIVES =
            Set.of("silu_backward", "gelu_backward", "tanh_backward", "sigmoid_backward");
    private static final Pattern CALL = Pattern.compile("torch\\.(\\w+)\\((\\w+)(?:, (.*))?\\)");

    /** The place where a node is computed: its stage, its lane or -1, and its position in the lane. */
    private record ComputationPlace(int stage, int lane, int position) {
        boolean before(ComputationPlace other) {
            return stage < other.stage
                    || stage == other.stage && (lane == other.lane ? position < other.position : lane < 0);
        }
    }

    private final Map<Tensor, Set<Tensor>> overwritten = new HashMap<>();

    /**
     * Finds the values that can be overwritten.
     *
     * @param schedule the order of the nodes
     * @param steps what each node reads
     * @param kept the nodes that are read after a run
     */
    Reuse(StatementOrder schedule, Map<Tensor, ScriptStep> steps, Set<Tensor> kept) {
        Map<Tensor, ComputationPlace> places = places(schedule);
        Map<Tensor, List<Tensor>> readers = new HashMap<>();
        places.keySet().forEach(node -> new HashSet<>(steps.get(node).operands())
                .forEach(operand -> readers.computeIfAbsent(operand, missing -> new ArrayList<>())
                        .add(node)));
        readers.forEach((value, nodes) -> {
            if (ownsMemory(value) && !kept.contains(value) && !schedule.copied().contains(value)) {
                last(nodes, places)
                        .filter(node -> node.type().equals(value.type()))
                        .ifPresent(node -> overwritten
                                .computeIfAbsent(node, missing -> new HashSet<>())
                                .add(value));
            }
        });
    }

    private static Map<Tensor, ComputationPlace> places(StatementOrder schedule) {
        Map<Tensor, ComputationPlace> places = new HashMap<>();
        for (int stage = 0; stage < schedule.stages().size(); stage++) {
            List<Tensor> together = schedule.stages().get(stage).together();
            for (int i = 0; i < together.size(); i++) {
                places.put(together.get(i), new ComputationPlace(stage, -1, i));
            }
            List<List<Tensor>> lanes = schedule.stages().get(stage).lanes();
            for (int lane = 0; lane < lanes.size(); lane++) {
                for (int i = 0; i < lanes.get(lane).size(); i++) {
                    places.put(lanes.get(lane).get(i), new ComputationPlace(stage, lane, i));
                }
            }
        }
        return places;
    }

    private static boolean ownsMemory(Tensor value) {
        return !(value.primitive() instanceof Source)
                && !(value.primitive() instanceof AdamUpdate)
                && value.shape().size() > 0
                && Memory.shared(value).isEmpty();
    }

    /** Returns the node that is computed after all the others; empty if there is none, or if one of them is a view. */
    private static Optional<Tensor> last(List<Tensor> nodes, Map<Tensor, ComputationPlace> places) {
        if (nodes.stream()
                .anyMatch(node -> Memory.shared(node).isPresent() || node.primitive() instanceof AdamUpdate)) {
            return Optional.empty();
        }
        return nodes.stream()
                .filter(node -> nodes.stream()
                        .allMatch(other -> other == node || places.get(other).before(places.get(node))))
                .findFirst();
    }

    /** Returns the expression of a node, modified to overwrite one of its operands if possible. */
    String overwriting(Tensor node, String expression, Map<Tensor, String> names) {
        Set<String> free = new HashSet<>();
        overwritten.getOrDefault(node, Set.of()).forEach(value -> free.add(names.get(value)));
        return overwriting(expression, free);
    }

    /** Returns an expression that overwrites one of the given values if possible, and otherwise the unchanged expression. */
    static String overwriting(String expression, Set<String> free) {
        Matcher call = CALL.matcher(expression);
        if (free.isEmpty() || !call.matches()) {
            return expression;
        }
        String function = call.group(1);
        String first = call.group(2);
        String rest = call.group(3);
        if (free.contains(first)) {
            if (ELEMENTWISE.contains(function)) {
                return Torch.call(function + "_", rest == null ? new Object[] {first} : new Object[] {first, rest});
            }
            if (DERIVATIVES.contains(function)) {
                return Torch.call(function, first, rest, "grad_input=" + first);
            }
        }
        return COMMUTATIVE.contains(function) && free.contains(rest)
                ? Torch.call(function + "_", rest, first)
                : expression;
    }
}
