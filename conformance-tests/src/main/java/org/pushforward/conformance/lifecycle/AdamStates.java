package org.pushforward.conformance.lifecycle;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The three states of a vector that Adam updates: parameters, first moment and second moment. Not safe for use by several
 * threads.
 */
final class AdamStates {
    private final Adam adam;
    private final List<Tensor> before;
    private List<Tensor> after;

    AdamStates(String name, TensorType type, Adam adam) {
        this.adam = adam;
        this.before = Stream.of(name, name + ".first", name + ".second")
                .map(vector -> Tensor.input(vector, type))
                .toList();
        this.after = before;
    }

    /** Returns whether a state is a moment, which is zero before the first update. */
    static boolean isMoment(Graph.State state) {
        return state.name().endsWith(".first") || state.name().endsWith(".second");
    }

    /** Returns the five scalars of an update from a vector of them. */
    static List<Tensor> scalars(Tensor coefficients) {
        return IntStream.range(0, 5)
                .mapToObj(i -> coefficients.slice(0, i, i + 1).reshape(Shape.scalar()))
                .toList();
    }

    /** Returns the states before the run: parameters, first moment, second moment. */
    List<Tensor> before() {
        return before;
    }

    /** Returns the states after the updates so far: parameters, first moment, second moment. */
    List<Tensor> after() {
        return after;
    }

    /** Returns the parameters after the updates so far. */
    Tensor parameters() {
        return after.get(0);
    }

    /** Adds an update with its five scalars. */
    void update(Tensor gradient, List<Tensor> coefficients) {
        Optimizer.Update update = adam.update(parameters(), gradient, after.subList(1, 3), coefficients);
        after = List.of(
                update.parameters(), update.slots().get(0), update.slots().get(1));
    }

    /** Adds the states to a graph, with their values after the updates so far as the next ones. */
    void addTo(Graph.Builder graph) {
        for (int i = 0; i < before.size(); i++) {
            graph.state(before.get(i), after.get(i));
        }
    }
}
