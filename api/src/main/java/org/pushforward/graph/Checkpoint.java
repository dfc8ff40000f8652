package org.pushforward.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pushforward.Stability;
import org.pushforward.tensor.TensorType;

/**
 * A subgraph whose derivative keeps only the operands. Intermediate values are recomputed once the cotangent is
 * available, which saves memory at the cost of a second evaluation.
 *
 * <p>Chen, Xu, Zhang and Guestrin, <i>Training deep nets with sublinear memory cost</i>, 2016.
 *
 * @param inputs one input node for each operand
 * @param value the result, as an expression of the inputs
 */
@Stability(Stability.Level.STABLE)
public record Checkpoint(List<Tensor> inputs, Tensor value) implements Composite {
    /** Copies the list. */
    public Checkpoint {
        inputs = List.copyOf(inputs);
    }

    /**
     * Returns the value of a function that is recomputed when its derivative is taken.
     *
     * <p>The function may also use tensors other than its arguments, such as parameters. They become operands, so the
     * result is differentiable with respect to them too.
     */
    public static Tensor of(Function<List<Tensor>, Tensor> function, List<Tensor> arguments) {
        List<Tensor> inputs = new ArrayList<>(
                Composite.inputs(arguments.stream().map(Tensor::type).toList()));
        Tensor value = function.apply(List.copyOf(inputs));
        List<Tensor> operands = new ArrayList<>(arguments);
        List<Tensor> captured = captured(value, inputs);
        List<Tensor> places =
                Composite.inputs(captured.stream().map(Tensor::type).toList());
        inputs.addAll(places);
        operands.addAll(captured);
        Tensor closed = Composite.substitute(List.of(value), captured, places).get(0);
        return Tensor.of(new Checkpoint(inputs, closed), operands);
    }

    /**
     * The tensors that the function captures: the last nodes on each path that depend on the program's inputs but not
     * on the arguments.
     */
    private static List<Tensor> captured(Tensor value, List<Tensor> inputs) {
        List<Tensor> order = Topology.sort(List.of(value));
        Set<Tensor> inner = dependents(order, inputs);
        Set<Tensor> given = dependents(
                order,
                order.stream()
                        .filter(node -> node.primitive() instanceof Source.Input && !inputs.contains(node))
                        .toList());
        Set<Tensor> captured = new LinkedHashSet<>();
        if (!inner.contains(value) && given.contains(value)) {
            captured.add(value);
        }
        for (Tensor node : order) {
            if (inner.contains(node)) {
                node.operands().stream()
                        .filter(operand -> !inner.contains(operand) && given.contains(operand))
                        .forEach(captured::add);
            }
        }
        return List.copyOf(captured);
    }

    private static Set<Tensor> dependents(List<Tensor> order, Collection<Tensor> sources) {
        Set<Tensor> dependents = Collections.newSetFromMap(new IdentityHashMap<>());
        dependents.addAll(sources);
        order.stream()
                .filter(node -> node.operands().stream().anyMatch(dependents::contains))
                .forEach(dependents::add);
        return dependents;
    }

    @Override
    public void admit(List<TensorType> operands) {
        List<TensorType> expected = inputs.stream().map(Tensor::type).toList();
        Operands.check(operands.equals(expected), "expected operands of types " + expected);
    }

    @Override
    public TensorType infer(List<TensorType> operands) {
        admit(operands);
        return value.type();
    }

    @Override
    public Tensor expand(List<Tensor> operands) {
        return Composite.substitute(List.of(value), inputs, operands).get(0);
    }

    /** Returns the name and the number of nodes. */
    @Override
    public String text() {
        return name() + "[nodes=" + Topology.sort(List.of(value)).size() + "]";
    }
}
