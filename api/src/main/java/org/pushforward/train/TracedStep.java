package org.pushforward.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.autodiff.Gradients;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.optim.Optimizer;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** A step that records the calls of an objective. */
final class TracedStep extends NoisyStep {
    /** The vectors of a group at the current point of the description. */
    private static final class Group {
        final ParameterGroup declaration;
        final FlatParameters flat;
        final Optimizer optimizer;
        final Tensor vector;
        final List<Tensor> slots = new ArrayList<>();
        Tensor currentVector;
        List<Tensor> currentSlots;
        int updates;

        Group(ParameterGroup declaration, Optimizer optimizer) {
            this.declaration = declaration;
            this.flat = declaration.flat();
            this.optimizer = optimizer;
            this.vector = Tensor.input(declaration.name(), flat.type());
            for (int i = 0; i < optimizer.slots(); i++) {
                slots.add(Tensor.input(declaration.name() + ".slot." + i, flat.type()));
            }
            this.currentVector = vector;
            this.currentSlots = slots;
        }
    }

    /** An update of a group, in the order of description. */
    record Minimization(ParameterGroup group, int update, Tensor loss, Tensor gradient, Tensor coefficients) {
        /** Returns the name of this update, such as {@code critic.3}. */
        String label() {
            return group.name() + "." + update;
        }
    }

    /** The final states of a group. */
    record GroupStates(
            ParameterGroup group, Tensor vector, Tensor nextVector, List<Tensor> slots, List<Tensor> nextSlots) {}

    /** The final value of a state or buffer. */
    record Replaced(String name, Tensor leaf, Tensor next, Optional<HostArray> initial) {}

    /** A state or buffer at the current point of the description. */
    private static final class KeptState {
        final String name;
        final Tensor leaf;
        final Optional<HostArray> initial;
        Tensor current;

        KeptState(String name, Tensor leaf, Optional<HostArray> initial) {
            this.name = name;
            this.leaf = leaf;
            this.initial = initial;
            this.current = leaf;
        }
    }

    private final boolean updates;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<Tensor, KeptState> kept = new IdentityHashMap<>();
    private final List<KeptState> keptInOrder = new ArrayList<>();
    private final Map<String, Tensor> reports = new LinkedHashMap<>();
    private final List<Minimization> minimizations = new ArrayList<>();

    private TracedStep(Model model, Map<String, Optimizer> optimizers, DataSource data, int rows, boolean updates) {
        super(data, rows);
        this.updates = updates;
        model.schema().checkFits("the data", data.schema());
        for (ParameterGroup group : model.groups()) {
            Optimizer optimizer = optimizers.get(group.name());
            if (optimizer == null) {
                throw new IllegalArgumentException(
                        "no optimizer for the parameters '" + group.name() + "'; there are " + optimizers.keySet());
            }
            groups.put(group.name(), new Group(group, optimizer));
        }
        for (Parameter buffer : model.buffers()) {
            keep(new KeptState(buffer.path(), buffer.tensor(), Optional.empty()));
        }
    }

    /** Returns a step that updates parameters. */
    static TracedStep training(Model model, Map<String, Optimizer> optimizers, DataSource data, int rows) {
        return new TracedStep(model, optimizers, data, rows, true);
    }

    /** Returns a step that computes losses without any update. */
    static TracedStep evaluation(Model model, Map<String, Optimizer> optimizers, DataSource data, int rows) {
        return new TracedStep(model, optimizers, data, rows, false);
    }

    private void keep(KeptState each) {
        kept.put(each.leaf, each);
        keptInOrder.add(each);
    }

    @Override
    public void minimize(ParameterGroup group, Tensor loss) {
        Group g = groups.get(group.name());
        if (g == null || !g.declaration.equals(group)) {
            throw new IllegalArgumentException("the model has no group '" + group.name() + "' of "
                    + group.parameters().size() + " parameters; its groups are " + groups.keySet());
        }
        if (loss.shape().rank() != 0) {
            throw new IllegalArgumentException(
                    "loss '" + group.name() + "' of type " + loss.type() + ": expected a scalar; take its mean()");
        }
        List<Tensor> described = new ArrayList<>(List.of(loss));
        if (updates) {
            described.add(g.flat.flatten(Gradients.of(loss, g.flat.leaves())));
        }
        List<Tensor> current = currentValues().apply(described);
        int numbers = g.optimizer.coefficients(1, 1).length;
        Tensor coefficients = Tensor.input(group.name() + "." + g.updates + ".coefficients", TensorType.f32(numbers));
        if (!updates) {
            minimizations.add(new Minimization(group, g.updates++, current.get(0), current.get(0), coefficients));
            return;
        }
        List<Tensor> scalars = new ArrayList<>();
        for (int i = 0; i < numbers; i++) {
            scalars.add(coefficients.slice(0, i, i + 1).reshape(Shape.scalar()));
        }
        minimizations.add(new Minimization(group, g.updates, current.get(0), current.get(1), coefficients));
        Optimizer.Update update = g.optimizer.update(g.currentVector, current.get(1), g.currentSlots, scalars);
        g.currentVector = update.parameters();
        g.currentSlots = update.slots();
        g.updates++;
    }

    /** Returns the current values of parameters and buffers; an evaluation does not change them. */
    private Rewrite currentValues() {
        Map<Tensor, Tensor> values = new IdentityHashMap<>();
        if (updates) {
            groups.values().forEach(g -> values.putAll(g.flat.views(g.currentVector)));
        }
        keptInOrder.stream()
                .filter(each -> each.current != each.leaf)
                .forEach(each -> values.put(each.leaf, each.current));
        return Rewrite.substitution(values);
    }

    @Override
    public Tensor state(String name, HostArray initial) {
        String full = "state." + name;
        if (keptInOrder.stream().anyMatch(each -> each.name.equals(full))) {
            throw new IllegalArgumentException("two states named '" + name + "': give each a name of its own");
        }
        Tensor leaf = Tensor.input(full, initial.type());
        keep(new KeptState(full, leaf, Optional.of(initial)));
        return leaf;
    }

    @Override
    public void replace(Tensor state, Tensor next) {
        KeptState each = kept.get(state);
        if (each == null) {
            throw new IllegalArgumentException("replace() of " + state + ": expected what state() returned, or a buffer"
                    + " of the model; parameters change by minimize()");
        }
        if (!next.type().equals(state.type())) {
            throw new IllegalArgumentException(
                    "replace() of '" + each.name + "' of type " + state.type() + " by a value of type " + next.type());
        }
        if (updates) {
            each.current = currentValues().apply(List.of(next.stopGradient())).get(0);
        }
    }

    @Override
    public void report(String name, Tensor scalar) {
        if (scalar.shape().rank() != 0) {
            throw new IllegalArgumentException(
                    "report '" + name + "' of type " + scalar.type() + ": expected a scalar");
        }
        if (reports.put(name, currentValues().apply(List.of(scalar)).get(0)) != null) {
            throw new IllegalArgumentException("two reports named '" + name + "': give each a name of its own");
        }
    }

    List<Minimization> minimizations() {
        return minimizations;
    }

    Map<String, Tensor> reports() {
        return reports;
    }

    List<GroupStates> groupStates() {
        return groups.values().stream()
                .map(g -> new GroupStates(g.declaration, g.vector, g.currentVector, g.slots, g.currentSlots))
                .toList();
    }

    List<Replaced> replaced() {
        return keptInOrder.stream()
                .map(each -> new Replaced(each.name, each.leaf, each.current, each.initial))
                .toList();
    }
}
