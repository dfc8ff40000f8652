package org.pushforward.conformance.lifecycle;

import java.util.List;
import java.util.stream.Stream;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.TensorType;

/** Three states, of parameters and of two moments, before a run and after the updates by Adam that it has made so far. */
final class AdamVectors {
    private final Adam adam;
    private final List<Tensor> before;
    private List<Tensor> after;

    AdamVectors(String name, TensorType type, Adam adam) {
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

    /** Returns parameters, first and second moment as they are before the run. */
    List<Tensor> before() {
        return before;
    }

    /** Returns parameters, first and second moment after the updates so far. */
    List<Tensor> after() {
        return after;
    }

    /** Returns the parameters after the updates so far. */
    Tensor parameters() {
        return after.get(0);
    }

    /** Makes an update, with five scalars. */
    void update(Tensor gradient, List<Tensor> coefficients) {
        Optimizer.Update update = adam.update(parameters(), gradient, after.subList(1, 3), coefficients);
        after = List.of(
                update.parameters(), update.slots().get(0), update.slots().get(1));
    }

    /** Adds the states, which the updates so far replace. */
    void addTo(Graph.Builder graph) {
        for (int i = 0; i < before.size(); i++) {
            graph.state(before.get(i), after.get(i));
        }
    }
}
