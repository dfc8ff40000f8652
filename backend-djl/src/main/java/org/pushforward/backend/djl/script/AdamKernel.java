package org.pushforward.backend.djl.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pushforward.graph.AdamUpdate;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Tensor;

/**
 * An update by Adam that libtorch's kernel performs in one pass, in the memory of three states.
 *
 * <p>The three nodes of an update become one call of the kernel. A later update of the same parameters in the same run continues in the
 * same memory.
 *
 * @param step the parameters after the update
 * @param first the first moment after it
 * @param second the second moment after it
 * @param states the overwritten states, as the nodes of their values at the start of a run: the parameters, the first and the second
 *     moment
 */
public record AdamKernel(Tensor step, Tensor first, Tensor second, List<Tensor> states) implements InPlaceUpdate {
    private static final int GRADIENT = 3;
    private static final int RATE = 7;
    private static final int NUMBER = 8;

    @Override
    public Tensor call() {
        return step;
    }

    @Override
    public List<Tensor> results() {
        return List.of(step, first, second);
    }

    @Override
    public List<Tensor> overwritten() {
        return step.operands().subList(0, 3);
    }

    /** Returns the parts of the gradient, which may have any shape. */
    @Override
    public List<Tensor> gradients() {
        Tensor whole = step.operands().get(GRADIENT);
        List<Tensor> parts = whole.primitive() instanceof Movement.Concat ? whole.operands() : List.of(whole);
        return parts.stream().map(AdamKernel::unshaped).toList();
    }

    private static Tensor unshaped(Tensor gradient) {
        Tensor inner = gradient;
        while (inner.primitive() instanceof Movement.Reshape) {
            inner = inner.operands().get(0);
        }
        return inner;
    }

    @Override
    public List<Piece> pieces(int count) {
        List<Piece> pieces = new ArrayList<>();
        int start = 0;
        for (Tensor gradient : gradients()) {
            int length = gradient.shape().size();
            pieces.add(new Piece(List.of(gradient), start, length));
            start += length;
        }
        return pieces;
    }

    @Override
    public List<Tensor> reads() {
        List<Tensor> read = new ArrayList<>(overwritten());
        read.addAll(gradients());
        read.add(step.operands().get(RATE));
        read.add(step.operands().get(NUMBER));
        return read;
    }

    /** One call updates all pieces. */
    @Override
    public boolean isPiecewise() {
        return false;
    }

    /** Writes the call for a share of the vector. */
    @Override
    public void write(List<Piece> share, ScriptWriter script) {
        if (share.isEmpty()) {
            return;
        }
        AdamUpdate.AdamStep p = (AdamUpdate.AdamStep) step.primitive();
        List<String> gradients = share.stream()
                .map(piece -> script.dense(piece.gradients().get(0)))
                .toList();
        List<String> numbers =
                Collections.nCopies(share.size(), script.name(step.operands().get(NUMBER)));
        // If the script made the lists, libtorch would not notice the effect of the call and would remove it.
        List<String> lists =
                states.stream().map(state -> script.list(state, share)).toList();
        script.run((p.decay() == 0 ? "torch._fused_adam_(" : "torch._fused_adamw_(")
                + lists.get(0) + ", " + gradients + ", " + lists.get(1) + ", " + lists.get(2) + ", [], " + numbers
                + ", lr=" + script.name(step.operands().get(RATE)) + ", beta1=" + ScriptWriter.number(p.beta1())
                + ", beta2=" + ScriptWriter.number(p.beta2()) + ", weight_decay=" + ScriptWriter.number(p.decay())
                + ", eps=" + ScriptWriter.number(p.epsilon()) + ", amsgrad=False, maximize=False)");
    }

    /**
     * Returns the updates of a graph, with those of the same state in order; empty unless all Adam nodes of the graph belong to chains of
     * updates that end in the successors of states.
     */
    public static Optional<List<AdamKernel>> all(Graph graph) {
        Map<Tensor, Graph.State> states = new HashMap<>();
        graph.states().forEach(state -> states.put(state.current(), state));
        Set<Tensor> dependents = dependents(graph);
        List<AdamKernel> updates = new ArrayList<>();
        for (Graph.State state : graph.states()) {
            if (isStep(state.next())) {
                updates.addAll(chain(state, states, dependents));
            }
        }
        Set<Tensor> covered = new HashSet<>();
        updates.forEach(update -> covered.addAll(update.results()));
        boolean all = graph.nodes().stream()
                .filter(node -> node.primitive() instanceof AdamUpdate)
                .allMatch(covered::contains);
        return all ? Optional.of(updates) : Optional.empty();
    }

    /** Returns the updates from a state to its successor; empty if they do not belong to one optimizer. */
    private static List<AdamKernel> chain(
            Graph.State parameters, Map<Tensor, Graph.State> states, Set<Tensor> dependents) {
        List<Tensor> steps = new ArrayList<>();
        for (Tensor node = parameters.next();
                isStep(node);
                node = node.operands().get(0)) {
            steps.add(node);
        }
        Collections.reverse(steps);
        List<Tensor> before = steps.get(0).operands().subList(0, 3);
        if (before.get(0) != parameters.current() || !states.keySet().containsAll(before)) {
            return List.of();
        }
        List<AdamKernel> chain = new ArrayList<>();
        List<Tensor> current = before;
        for (int k = 0; k < steps.size(); k++) {
            Tensor step = steps.get(k);
            boolean last = k + 1 == steps.size();
            List<Tensor> after = last
                    ? before.stream().map(node -> states.get(node).next()).toList()
                    : steps.get(k + 1).operands().subList(0, 3);
            // The kernel reads the rate and the step number for all three results, so they must not depend on any of
            // them.
            boolean known = !dependents.contains(step.operands().get(RATE))
                    && !dependents.contains(step.operands().get(NUMBER));
            if (!known || !belong(step, current, after)) {
                return List.of();
            }
            chain.add(new AdamKernel(step, after.get(1), after.get(2), before));
            current = after;
        }
        return chain;
    }

    private static boolean belong(Tensor step, List<Tensor> before, List<Tensor> after) {
        AdamUpdate.AdamStep p = (AdamUpdate.AdamStep) step.primitive();
        Tensor gradient = step.operands().get(GRADIENT);
        return step.operands().subList(0, 3).equals(before)
                && after.get(0) == step
                && after.get(1).primitive().equals(new AdamUpdate.AdamFirstMoment(p.beta1()))
                && after.get(1).operands().equals(List.of(before.get(1), gradient))
                && after.get(2).primitive().equals(new AdamUpdate.AdamSecondMoment(p.beta2()))
                && after.get(2).operands().equals(List.of(before.get(2), gradient));
    }

    private static boolean isStep(Tensor node) {
        return node.primitive() instanceof AdamUpdate.AdamStep;
    }

    /** Returns the nodes that depend on an update. */
    private static Set<Tensor> dependents(Graph graph) {
        Set<Tensor> dependents = new HashSet<>();
        for (Tensor node : graph.nodes()) {
            if (node.primitive() instanceof AdamUpdate
                    || node.operands().stream().anyMatch(dependents::contains)) {
                dependents.add(node);
            }
        }
        return dependents;
    }
}
