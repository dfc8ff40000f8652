package org.pushforward.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * One iteration of a training procedure as one program.
 *
 * <p>Its states are, for each group, the vector of parameters (named as the group), those of the optimiser, and the
 * average if there is one; its inputs are data, noise and the optimiser's numbers; its outputs are the loss of each
 * update, named as the group or, where a group is updated more than once, {@code group.0}, {@code group.1}, ...
 */
public final class TrainingGraph {
    private static final String AVERAGE_WEIGHT = "average.weight";

    private final Iteration iteration;
    private final Map<String, Optimizer> optimizers;
    private final Optional<ExponentialAverage> average;
    private final Graph graph;

    private TrainingGraph(
            Iteration iteration,
            Map<String, Optimizer> optimizers,
            Optional<ExponentialAverage> average,
            boolean withGradients) {
        this.iteration = iteration;
        this.optimizers = optimizers;
        this.average = average;
        this.graph = build(withGradients);
    }

    /** Traces one iteration. */
    public static TrainingGraph of(
            TrainingProcedure procedure,
            Map<String, Optimizer> optimizers,
            Optional<ExponentialAverage> average,
            DataSource data,
            int batch) {
        return trace(procedure, optimizers, average, data, batch, false);
    }

    /**
     * Traces one iteration whose outputs hold, besides the losses, the gradient vector of each update, named as its loss
     * with {@code .gradient} behind.
     */
    public static TrainingGraph withGradients(
            TrainingProcedure procedure, Map<String, Optimizer> optimizers, DataSource data, int batch) {
        return trace(procedure, optimizers, Optional.empty(), data, batch, true);
    }

    private static TrainingGraph trace(
            TrainingProcedure procedure,
            Map<String, Optimizer> optimizers,
            Optional<ExponentialAverage> average,
            DataSource data,
            int batch,
            boolean withGradients) {
        Iteration iteration = new Iteration(procedure, optimizers, data, batch);
        procedure.iterate(iteration);
        if (iteration.minimisations().isEmpty()) {
            throw new IllegalArgumentException(
                    "the training procedure minimises nothing: call minimise() in iterate()");
        }
        return new TrainingGraph(iteration, Map.copyOf(optimizers), average, withGradients);
    }

    private Graph build(boolean withGradients) {
        Graph.Builder builder = Graph.builder().inputs(iteration.noise().inputs());
        for (Iteration.Minimisation update : iteration.minimisations()) {
            builder.inputs(update.coefficients());
            builder.output(label(update), update.loss());
            if (withGradients) {
                builder.output(label(update) + ".gradient", update.gradient());
            }
        }
        Tensor weight = Tensor.input(AVERAGE_WEIGHT, TensorType.f32());
        average.ifPresent(present -> builder.inputs(weight));
        for (Iteration.GroupStates states : iteration.states()) {
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
        return builder.build();
    }

    private String label(Iteration.Minimisation update) {
        boolean single = iteration.minimisations().stream()
                        .filter(other -> other.group().equals(update.group()))
                        .count()
                == 1;
        return single ? update.group() : update.group() + "." + update.update();
    }

    /** Returns the program. */
    public Graph graph() {
        return graph;
    }

    /** Returns the states before the first iteration, from the values of the parameters. */
    public Map<String, HostArray> initialStates(ParameterValues parameters) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (Iteration.GroupStates states : iteration.states()) {
            FlatParameters flat = states.group().flat();
            values.put(states.group().name(), flat.pack(parameters));
            states.slots().forEach(slot -> values.put(nameOf(slot), HostArray.zeros(slot.type())));
            if (average.isPresent()) {
                values.put(averageOf(states.group()), flat.pack(parameters));
            }
        }
        return values;
    }

    /**
     * Returns the inputs of an iteration.
     *
     * @param key the key of the whole training
     * @param number the number of the iteration, from 0
     */
    public Map<String, HostArray> inputs(RandomKey key, long number) {
        Map<String, HostArray> values = new LinkedHashMap<>(draws(key, number));
        values.putAll(coefficients(number));
        return values;
    }

    /**
     * Returns those inputs of an iteration that are random: data and noise. They can be drawn ahead.
     *
     * @param key the key of the whole training
     * @param number the number of the iteration, from 0
     */
    public Map<String, HostArray> draws(RandomKey key, long number) {
        return iteration.noise().draw(key.fold(number));
    }

    /**
     * Returns those inputs of an iteration that are not: the numbers of optimisers and of the average.
     *
     * @param number the number of the iteration, from 0
     */
    public Map<String, HostArray> coefficients(long number) {
        Map<String, HostArray> values = new LinkedHashMap<>();
        for (Iteration.Minimisation update : iteration.minimisations()) {
            long updates = iteration.minimisations().stream()
                    .filter(other -> other.group().equals(update.group()))
                    .count();
            double[] numbers =
                    optimizers.get(update.group()).coefficients(number + 1, number * updates + update.update() + 1);
            values.put(nameOf(update.coefficients()), floats(numbers));
        }
        average.ifPresent(present ->
                values.put(AVERAGE_WEIGHT, floats(present.weight(number + 1)).reshape(Shape.scalar())));
        return values;
    }

    /** Returns the parameters that states hold: averaged ones where there is an average and it is asked for. */
    public ParameterValues parameters(java.util.function.Function<String, HostArray> states, boolean averaged) {
        ParameterValues values = new ParameterValues(Map.of());
        for (Iteration.GroupStates group : iteration.states()) {
            String name = averaged && average.isPresent()
                    ? averageOf(group.group())
                    : group.group().name();
            values = values.and(group.group().flat().unpack(states.apply(name)));
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
        return ((org.pushforward.graph.Source.Input) input.primitive()).name();
    }

    private static String averageOf(ParameterGroup group) {
        return group.name() + ".average";
    }
}
