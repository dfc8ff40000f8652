package org.pushforward.benchmark.workload;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Executable;
import org.pushforward.data.DataSource;
import org.pushforward.model.Model;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.TrainingGraph;

/**
 * One training iteration: loss, gradient and optimizer in one run. No state is read in between, and the loss is read
 * only on request.
 *
 * @param name its name
 * @param size its size
 * @param model the model for a given width
 * @param data the training data
 * @param optimizers the optimizer of each group of parameters
 * @param loss the name of the loss that is reported
 */
record TrainingWorkload(
        String name,
        Size size,
        IntFunction<? extends Model> model,
        DataSource data,
        Map<String, Optimizer> optimizers,
        String loss)
        implements Workload {

    @Override
    public ResultKind result() {
        return ResultKind.LOSS;
    }

    @Override
    public Case prepare(Backend backend, Size size) {
        Model made = model.apply(size.width());
        TrainingGraph program = TrainingGraph.of(made, optimizers, data, size.batch());
        Executable executable = backend.compile(program.graph());
        program.initialStates(Weights.of(made.parameters())).forEach(executable::write);
        return new PreparedSteps(Weights.count(made.parameters()), program, executable, loss);
    }

    private record PreparedSteps(int parameters, TrainingGraph program, Executable executable, String loss)
            implements Case {
        @Override
        public Map<String, HostArray> draw(RandomKey key) {
            return program.draws(key, 0);
        }

        @Override
        public Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read) {
            Map<String, HostArray> inputs = new LinkedHashMap<>(draws);
            inputs.putAll(program.coefficients(number));
            return Optional.ofNullable(
                    executable.run(inputs, read ? Set.of(loss) : Set.of()).get(loss));
        }

        @Override
        public void close() {
            executable.close();
        }
    }

    /** Returns the workload of a model with one group of parameters, whose loss has the group's name. */
    static TrainingWorkload of(
            String name,
            Size size,
            IntFunction<? extends Model> model,
            DataSource data,
            String group,
            Optimizer optimizer) {
        return new TrainingWorkload(name, size, model, data, Map.of(group, optimizer), group);
    }
}
