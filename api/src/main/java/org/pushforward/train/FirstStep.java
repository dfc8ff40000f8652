package org.pushforward.train;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.model.Model;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/** The initialization that runs once before training. It uses data and noise to replace parameters and buffers. */
final class FirstStep extends NoisyStep {
    private final Map<Tensor, Parameter> variables = new IdentityHashMap<>();
    private final Map<Tensor, Tensor> replaced = new IdentityHashMap<>();

    private FirstStep(Model model, DataSource data, int rows) {
        super(data, rows);
        model.variables().forEach(variable -> variables.put(variable.tensor(), variable));
    }

    /** Returns the values after {@link Objective#begin}; values that it does not replace stay unchanged. */
    static <M extends Model> ParameterValues of(
            Backend backend,
            M model,
            Objective<? super M> objective,
            DataSource data,
            int rows,
            ParameterValues values,
            RandomKey key) {
        FirstStep step = new FirstStep(model, data, rows);
        objective.begin(model, step);
        return step.replaced.isEmpty() ? values : step.run(backend, model, values, key);
    }

    private ParameterValues run(Backend backend, Model model, ParameterValues values, RandomKey key) {
        List<Tensor> leaves = model.variables().stream().map(Parameter::tensor).toList();
        Graph.Builder graph =
                Graph.builder().inputs(leaves).inputs(noise().inputs()).batched(noise().batched());
        replaced.forEach(
                (leaf, next) -> graph.output("next." + variables.get(leaf).path(), next));
        Map<String, HostArray> inputs = new LinkedHashMap<>(draw(key));
        model.variables().forEach(variable -> inputs.put(variable.path(), values.get(variable.path())));
        Map<String, HostArray> next = new LinkedHashMap<>(values.byPath());
        try (Executable executable = backend.compile(graph.build())) {
            executable.run(inputs).forEach((name, value) -> {
                if (!value.isFinite()) {
                    throw new TrainingException("the first step gives " + name.substring("next.".length())
                            + " a value that is not finite: look at the data");
                }
                String path = name.substring("next.".length());
                next.put(path, value.cast(values.get(path).dtype()));
            });
        }
        return new ParameterValues(next);
    }

    @Override
    public void replace(Tensor state, Tensor next) {
        if (!variables.containsKey(state)) {
            throw new IllegalArgumentException(
                    "replace() of " + state + " before the first step: expected a parameter or buffer of the model");
        }
        if (!next.type().equals(state.type())) {
            throw new IllegalArgumentException("replace() of '"
                    + variables.get(state).path() + "' of type " + state.type() + " by a value of type " + next.type());
        }
        // Earlier replacements apply to later expressions.
        List<Tensor> current =
                Rewrite.substitution(new IdentityHashMap<>(replaced)).apply(new ArrayList<>(List.of(next)));
        replaced.put(state, current.get(0));
    }

    @Override
    public void minimize(ParameterGroup group, Tensor loss) {
        throw new IllegalStateException("minimize() in begin(): only batch() and replace() are allowed there");
    }

    @Override
    public Tensor state(String name, HostArray initial) {
        throw new IllegalStateException("state() in begin(): declare states where the step is described");
    }

    @Override
    public void report(String name, Tensor scalar) {
        throw new IllegalStateException("report() in begin(): report where the step is described");
    }
}
