package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.pushforward.backend.support.VectorUpdate;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;

/**
 * An update with any formula that is computed piece by piece. A piece of each vector goes through all operations while it is in the cache,
 * and the results overwrite the states.
 *
 * @param update the update
 */
record ElementwiseUpdate(VectorUpdate update) implements InPlaceUpdate {
    /** Parts of the gradient with at least this many elements are not joined to their neighbors. */
    private static final int LARGE = 1 << 13;

    /** The number of elements to compute at a time. With fewer, the additional calls would cost more than the caches save. */
    private static final int TILE = 1 << 18;

    /** Returns the updates of a graph that have no kernel. */
    static List<ElementwiseUpdate> all(Graph graph) {
        return VectorUpdate.of(graph).stream()
                .filter(update -> !update.vectors().isEmpty())
                .filter(update -> update.nodes().stream().noneMatch(node -> node.primitive() instanceof AdamUpdate))
                .map(ElementwiseUpdate::new)
                .toList();
    }

    @Override
    public Tensor call() {
        return results().get(0);
    }

    @Override
    public List<Tensor> results() {
        return update.states().stream().map(Graph.State::next).toList();
    }

    @Override
    public List<Tensor> overwritten() {
        return update.states().stream().map(Graph.State::current).toList();
    }

    @Override
    public List<Tensor> states() {
        return overwritten();
    }

    /** Returns the vector that is concatenated from the most parts. */
    private Tensor gradient() {
        return Collections.max(update.vectors(), Comparator.comparingInt(vector -> VectorUpdate.parts(vector)
                .size()));
    }

    @Override
    public List<Tensor> gradients() {
        return VectorUpdate.parts(gradient());
    }

    @Override
    public List<Piece> pieces(int count) {
        List<Tensor> gradients = gradients();
        if (gradients.size() == 1) {
            return IntStream.range(0, count)
                    .mapToObj(i -> piece(gradients, start(i, count), start(i + 1, count)))
                    .toList();
        }
        List<Integer> limits = update.limits(LARGE);
        List<Piece> pieces = new ArrayList<>();
        List<Tensor> adjacent = new ArrayList<>();
        int start = 0;
        int end = 0;
        for (Tensor gradient : gradients) {
            adjacent.add(gradient);
            end += gradient.shape().size();
            if (limits.contains(end)) {
                pieces.add(piece(List.copyOf(adjacent), start, end));
                adjacent.clear();
                start = end;
            }
        }
        return pieces;
    }

    private static Piece piece(List<Tensor> gradients, int start, int end) {
        return new Piece(gradients, start, end - start);
    }

    private int start(int part, int count) {
        return (int) ((long) update.length() * part / count);
    }

    @Override
    public List<Tensor> reads() {
        List<Tensor> read = new ArrayList<>(overwritten());
        read.addAll(gradients());
        Set<Tensor> known = new HashSet<>(update.nodes());
        known.addAll(overwritten());
        known.add(gradient());
        steps().values().forEach(step -> step.operands().stream()
                .filter(known::add)
                .filter(node -> !(node.primitive() instanceof Source.Constant))
                .forEach(read::add));
        return read;
    }

    /** Returns the step of each node that is still needed after fusion, each after its operands. */
    private Map<Tensor, ScriptStep> steps() {
        Map<Tensor, Integer> uses = new IdentityHashMap<>();
        update.nodes().forEach(node -> node.operands().forEach(x -> uses.merge(x, 1, Integer::sum)));
        results().forEach(node -> uses.merge(node, 1, Integer::sum));
        Set<Tensor> needed = new HashSet<>(results());
        List<Tensor> nodes = new ArrayList<>();
        Map<Tensor, ScriptStep> steps = new IdentityHashMap<>();
        for (int i = update.nodes().size() - 1; i >= 0; i--) {
            Tensor node = update.nodes().get(i);
            if (needed.contains(node)) {
                Predicate<Tensor> once = x -> uses.getOrDefault(x, 0) == 1;
                ScriptStep step = AddedSign.of(node, once.and(update.nodes()::contains))
                        .or(() -> TorchFusions.of(node, once))
                        .orElseGet(() -> ScriptStep.plain(node));
                steps.put(node, step);
                needed.addAll(step.operands());
                nodes.add(0, node);
            }
        }
        Map<Tensor, ScriptStep> inOrder = new LinkedHashMap<>();
        nodes.forEach(node -> inOrder.put(node, steps.get(node)));
        return inOrder;
    }

    @Override
    public boolean isPiecewise() {
        return true;
    }

    @Override
    public void write(List<Piece> share, ScriptWriter script) {
        Map<Tensor, ScriptStep> steps = steps();
        for (Piece piece : share) {
            List<String> flat = piece.gradients().stream()
                    .map(part -> part.shape().rank() == 1
                            ? script.name(part)
                            : script.let(Torch.call("reshape", script.name(part), "[-1]")))
                    .toList();
            String gradient = flat.size() == 1 ? flat.get(0) : script.let(Torch.call("cat", flat.toString(), 0));
            boolean whole = piece.gradients().size() == 1
                    && piece.gradients().get(0).shape().size() > piece.length();
            int tiles = (piece.length() - 1) / TILE + 1;
            for (int i = 0; i < tiles; i++) {
                int from = piece.start() + (int) ((long) piece.length() * i / tiles);
                int to = piece.start() + (int) ((long) piece.length() * (i + 1) / tiles);
                int first = whole ? from : from - piece.start();
                String part = whole || tiles > 1 ? script.let(slice(gradient, first, first + to - from)) : gradient;
                new Tile(from, to, steps, script).write(part);
            }
        }
    }

    private static String slice(String vector, int from, int to) {
        return Torch.call("slice", vector, 0, from, to, 1);
    }

    /** A range of elements of each vector while they go through all operations. */
    private final class Tile {
        private final int from;
        private final int to;
        private final Map<Tensor, ScriptStep> steps;
        private final ScriptWriter script;
        private final Map<Tensor, String> names = new HashMap<>();
        private final Map<Tensor, Tensor> lastReaders = new IdentityHashMap<>();

        Tile(int from, int to, Map<Tensor, ScriptStep> steps, ScriptWriter script) {
            this.from = from;
            this.to = to;
            this.steps = steps;
            this.script = script;
            steps.forEach((node, step) -> step.operands().forEach(x -> lastReaders.put(x, node)));
        }

        void write(String gradient) {
            List<String> states = states().stream()
                    .map(state -> script.let(slice(script.memory(state), from, to)))
                    .toList();
            for (int i = 0; i < states.size(); i++) {
                names.put(states().get(i), states.get(i));
            }
            names.put(gradient(), gradient);
            Set<Tensor> computed = new HashSet<>();
            Set<String> done = new HashSet<>();
            steps.forEach((node, step) -> {
                step.operands().forEach(this::take);
                Set<String> free = new HashSet<>();
                step.operands().stream()
                        .filter(x -> computed.contains(x)
                                && lastReaders.get(x) == node
                                && !results().contains(x))
                        .forEach(x -> free.add(names.get(x)));
                int own = results().indexOf(node);
                boolean last = own >= 0 && lastReaders.get(states().get(own)) == node;
                if (last) {
                    free.add(states.get(own));
                }
                String plain = script.expression(step, names);
                String expression = Reuse.overwriting(plain, free);
                if (last && expression.matches("torch\\.\\w+_\\(" + states.get(own) + "[,)].*")) {
                    done.add(states.get(own));
                }
                names.put(node, script.let(expression));
                computed.add(node);
            });
            for (int i = 0; i < states.size(); i++) {
                if (!done.contains(states.get(i))) {
                    script.run(Torch.call(
                            "copy_", states.get(i), names.get(results().get(i)), "False"));
                }
            }
        }

        /** Names the elements of another vector. */
        private void take(Tensor operand) {
            boolean vector = operand.shape().rank() == 1 && operand.shape().size() == update.length();
            if (vector && !names.containsKey(operand)) {
                names.put(operand, script.let(slice(script.name(operand), from, to)));
            }
        }
    }
}
