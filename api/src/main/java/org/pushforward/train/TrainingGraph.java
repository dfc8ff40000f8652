package org.pushforward.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.pushforward.Stability;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Model;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * A training step compiled into one graph.
 *
 * <p>For each group its states are the vector of parameters (named like the group), the vectors of the optimizer, and the average if there
 * is one. Further states are the model's buffers by path and the states of the objective. Its inputs are data, noise and the coefficients
 * of the optimizers. Its outputs are the reported quantities and the losses. A loss is named like its group; if a group is updated more
 * than once, the names are {@code group.0}, {@code group.1}, and so on.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class TrainingGraph {
    private static final String AVERAGE_WEIGHT = "average.weight";

    private final TracedStep step;
    private final Map<String, Optimizer> optimizers;
    private final Optional<ExponentialAverage> average;
    private final List<Parameter> buffers;
    private final Graph graph;

    private TrainingGraph(
            TracedStep step,
            Map<String, Optimizer> optimizers,
            Optional<ExponentialAverage> average,
            List<Parameter> buffers,
            boolean withGradients) {
        this.step = step;
        this.optimizers = Map.copyOf(optimizers);
        this.average = average;
        this.buffers = buffers;
        this.graph = build(withGradients);
    }

    /** Traces one step. */
    public static <M extends Model> TrainingGraph of(
            M model,
            Objective<? super M> objective,
            Map<String, Optimizer> optimizers,
            Optional<ExponentialAverage> average,
            DataSource data,
            int rows) {
        TracedStep step = TracedStep.training(model, optimizers, data, rows);
        return new TrainingGraph(described(step, model, objective), optimizers, average, model.buffers(), false);
    }

    /** Traces one step of the model's default objective, without an average. */
    public static TrainingGraph of(Model model, Map<String, Optimizer> optimizers, DataSource data, int rows) {
        return of(model, Objective.usual(), optimizers, Optional.empty(), data, rows);
    }

    /**
     * Traces one step of the model's default objective whose outputs also contain the gradient vector of each update, named like its loss
     * followed by {@code .gradient}.
     */
    public static TrainingGraph withGradients(
            Model model, Map<String, Optimizer> optimizers, DataSource data, int rows) {
        TracedStep step = TracedStep.training(model, optimizers, data, rows);
        return new TrainingGraph(
                described(step, model, Objective.usual()), optimizers, Optional.empty(), model.buffers(), true);
    }

    static <M extends Model> TracedStep described(TracedStep step, M model, Objective<? super M> objective) {
        objective.describe(model, step);
        if (step.minimizations().isEmpty()) {
            throw new IllegalArgumentException(
                    "the objective minimizes nothing: call step.minimize(group, loss) where it describes a step");
        }
        return step;
    }

    private Graph build(boolean withGradients) {
        Graph.Builder builder = Graph.builder()
                .inputs(step.noise().inputs())
                .batched(step.noise().batched());
        for (TracedStep.Minimization update : step.minimizations()) {
            builder.inputs(update.coefficients());
            builder.output(label(step, update), update.loss());
            if (withGradients) {
                builder.output(label(step, update) + ".gradient", update.gradient());
            }
        }
        step.reports().forEach(builder::output);
        Tensor weight = Tensor.input(AVERAGE_WEIGHT, TensorType.f32());
        average.ifPresent(present -> builder.inputs(weight));
        for (TracedStep.GroupStates states : step.groupStates()) {
            builder.state(states.vector(), states.nextVector());
            for (int i = 0; i < states.slots().size(); i++) {
                builder.state(states.slots().get(i), states.nextSlots().get(i));
            }
            average.ifPresent(present -> {
                Tensor current =
                        Tensor.input(averageOf(states.group()), states.vector().type());
                builder.state(current, present.update(current, states.nextVector(), weight));
            });
        }
        step.replaced().forEach(state -> builder.state(state.leaf(), state.next()));
        return builder.build();
    }

    static String label(TracedStep step, TracedStep.Minimization update) {
        boolean single = step.minimizations().stream()
                        .filter(other -> other.group().equals(update.group()))
                        .count()
                == 1;
        return single ? update.group().name() : update.label();
    }

    /** Returns the graph of the step. */
    public Graph graph() {
        return graph;
    }

    /** Returns the names of losses and reported quantities. */
    public List<String> quantities() {
        List<String> names = new ArrayList<>();
        step.minimizations().forEach(update -> names.add(label(step, update)));
        names.addAll(step.reports().keySet());
        return names;
    }

    /** Returns the initial states for some values of parameters and buffers. */
    public Map<String, HostArray> initialStates(ParameterValues parameters) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (TracedStep.GroupStates states : step.groupStates()) {
            FlatParameters flat = states.group().flat();
            values.put(states.group().name(), flat.pack(parameters));
            states.slots().forEach(slot -> values.put(nameOf(slot), HostArray.zeros(slot.type())));
            if (average.isPresent()) {
                values.put(averageOf(states.group()), flat.pack(parameters));
            }
        }
        step.replaced()
                .forEach(state ->
                        values.put(state.name(), state.initial().orElseGet(() -> parameters.get(state.name()))));
        return values;
    }

    /**
     * Returns the inputs of a step.
     *
     * @param key the key of the whole training
     * @param number the number of the step, from 0
     */
    public Map<String, HostArray> inputs(RandomKey key, long number) {
        Map<String, HostArray> values = new LinkedHashMap<>(draws(key, number));
        values.putAll(coefficients(number));
        return values;
    }

    /**
     * Returns the random inputs of a step: data and noise. They can be drawn in advance.
     *
     * @param key the key of the whole training
     * @param number the number of the step, from 0
     */
    public Map<String, HostArray> draws(RandomKey key, long number) {
        return step.draw(key.fold(number));
    }

    /**
     * Returns the deterministic inputs of a step: the coefficients of the optimizers and of the average.
     *
     * @param number the number of the step, from 0
     */
    public Map<String, HostArray> coefficients(long number) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (TracedStep.Minimization update : step.minimizations()) {
            long updates = step.minimizations().stream()
                    .filter(other -> other.group().equals(update.group()))
                    .count();
            double[] numbers = optimizers
                    .get(update.group().name())
                    .coefficients(number + 1, number * updates + update.update() + 1);
            values.put(nameOf(update.coefficients()), floats(numbers));
        }
        average.ifPresent(present ->
                values.put(AVERAGE_WEIGHT, floats(present.weight(number + 1)).reshape(Shape.scalar())));
        return values;
    }

    /**
     * Returns the parameters and buffers that some states contain.
     *
     * @param states the value of each state by name
     * @param averaged whether to return averaged parameters, if there is an average
     */
    public ParameterValues parameters(Function<String, HostArray> states, boolean averaged) {
        ParameterValues values = new ParameterValues(Map.of());
        for (TracedStep.GroupStates group : step.groupStates()) {
            String name = averaged && average.isPresent()
                    ? averageOf(group.group())
                    : group.group().name();
            values = values.and(group.group().flat().unpack(states.apply(name)));
        }
        for (Parameter buffer : buffers) {
            values = values.and(new ParameterValues(Map.of(buffer.path(), states.apply(buffer.path()))));
        }
        return values;
    }

    private static HostArray floats(double... numbers) {
        float[] values = new float[numbers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) numbers[i];
        }
        return HostArray.wrap(Shape.of(values.length), values);
    }

    private static String nameOf(Tensor input) {
        return ((Source.Input) input.primitive()).name();
    }

    private static String averageOf(ParameterGroup group) {
        return group.name() + ".average";
    }
}
