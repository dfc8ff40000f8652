package org.pushforward.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.model.Model;
import org.pushforward.model.Objective;
import org.pushforward.nn.FlatParameters;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Computes the losses of an objective on fixed rows without any update. Every call uses the same noise, so changes of a loss are due only
 * to the parameters.
 */
final class ValidationProgram implements AutoCloseable {
    private static final String VARIABLES = "validation.variables";

    /** The program for batches with a fixed number of rows. */
    private record CompiledStep(TracedStep step, Executable executable) {}

    private final FlatParameters variables;
    private final List<Rows> parts;
    private final Map<Integer, CompiledStep> programs = new LinkedHashMap<>();
    private final RandomKey key;
    private final int count;

    <M extends Model> ValidationProgram(
            Backend backend,
            M model,
            Objective<? super M> objective,
            Map<String, Optimizer> optimizers,
            Rows rows,
            int most,
            RandomKey key) {
        this.variables = new FlatParameters(model.variables());
        this.key = key;
        this.count = rows.count();
        this.parts = rows.parts(most);
        try {
            // All batches except the last have the same number of rows.
            parts.forEach(part -> programs.computeIfAbsent(
                    part.count(), size -> compile(backend, model, objective, optimizers, part)));
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private <M extends Model> CompiledStep compile(
            Backend backend, M model, Objective<? super M> objective, Map<String, Optimizer> optimizers, Rows part) {
        DataSource fixed = new Fixed(part);
        TracedStep step = TrainingGraph.described(
                TracedStep.evaluation(model, optimizers, fixed, part.count()), model, objective);
        Tensor vector = Tensor.input(VARIABLES, variables.type());
        Rewrite values = Rewrite.substitution(variables.views(vector));
        Graph.Builder graph = Graph.builder()
                .inputs(step.noise().inputs())
                .batched(step.noise().batched())
                .constants(List.of(vector));
        for (TracedStep.Minimization update : step.minimizations()) {
            graph.output(
                    TrainingGraph.label(step, update),
                    values.apply(List.of(update.loss())).get(0));
        }
        step.reports()
                .forEach((name, value) ->
                        graph.output(name, values.apply(List.of(value)).get(0)));
        for (TracedStep.Replaced state : step.replaced()) {
            state.initial().ifPresent(initial -> graph.constants(List.of(state.leaf())));
        }
        return new CompiledStep(step, backend.compile(graph.build()));
    }

    /** A source that always returns the same rows. */
    private record Fixed(Rows rows) implements DataSource {
        @Override
        public Schema schema() {
            return rows.schema();
        }

        @Override
        public Rows draw(RandomKey key, int count) {
            return rows;
        }
    }

    /**
     * Returns the mean of each loss and report over all rows.
     *
     * @param values parameters and buffers
     * @param states the states of the objective by name
     */
    Map<String, Double> losses(ParameterValues values, Map<String, HostArray> states) {
        HostArray vector = variables.pack(values);
        Map<String, Double> means = new LinkedHashMap<>();
        for (CompiledStep program : programs.values()) {
            program.executable().write(VARIABLES, vector);
            program.step().replaced().forEach(state -> state.initial()
                    .ifPresent(initial -> program.executable().write(state.name(), states.get(state.name()))));
        }
        for (int i = 0; i < parts.size(); i++) {
            Rows part = parts.get(i);
            CompiledStep program = programs.get(part.count());
            double share = (double) part.count() / count;
            program.executable()
                    .run(program.step().noise().draw(key.fold(i), new Fixed(part)))
                    .forEach((name, value) -> means.merge(name, share * value.item(), Double::sum));
        }
        return means;
    }

    @Override
    public void close() {
        programs.values().forEach(program -> program.executable().close());
    }
}
