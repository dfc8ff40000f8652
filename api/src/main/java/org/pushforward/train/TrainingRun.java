package org.pushforward.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.backend.Executable;
import org.pushforward.data.DataSource;
import org.pushforward.model.Model;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.train.TrainingResult.Ending;

/** One training from its first step to its end. Used by one thread, once. */
final class TrainingRun<M extends Model> implements AutoCloseable {
    private final long started = System.nanoTime();
    private final Trainer settings;
    private final M model;
    private final Objective<? super M> objective;
    private final DataSource data;
    private final RandomKey key;
    private final RandomKey steps;
    private final TrainingGraph program;
    private final Executable executable;
    private final Optional<ValidationProgram> validation;

    private final Map<String, double[]> losses = new LinkedHashMap<>();
    private final Map<String, List<Double>> validated = new LinkedHashMap<>();
    private TrainingState snapshot;
    private Optional<ParameterValues> best = Optional.empty();
    private double lowest = Double.POSITIVE_INFINITY;
    private int worse;
    private long first;
    private long done;
    private long prepared;

    TrainingRun(
            Trainer settings,
            Map<String, Optimizer> optimizers,
            M model,
            Objective<? super M> objective,
            DataSource data,
            RandomKey key) {
        this.settings = settings;
        this.model = model;
        this.objective = objective;
        this.data = data;
        this.key = key;
        this.steps = key.fold("iterations");
        this.program = TrainingGraph.of(model, objective, optimizers, settings.average, data, settings.batch);
        this.executable = settings.backend.compile(program.graph());
        this.validation = settings.validation.map(each -> new ValidationProgram(
                settings.backend, model, objective, optimizers, each.rows(), settings.batch, key.fold("validation")));
    }

    TrainingResult from(ParameterValues initial) {
        snapshot = settings.start.orElseGet(() -> new TrainingState(
                0,
                program.initialStates(FirstStep.of(
                        settings.backend, model, objective, data, settings.batch, initial, key.fold("begin")))));
        first = snapshot.iteration();
        done = first;
        snapshot.states().forEach(executable::write);
        int most = Math.toIntExact(Math.max(0, settings.iterations - first));
        program.quantities().forEach(name -> losses.put(name, new double[most]));
        int cores = Runtime.getRuntime().availableProcessors();
        try (Prefetch draws =
                Prefetch.of(number -> program.draws(steps, first + number), most, settings.backend.options(), cores)) {
            prepared = System.nanoTime();
            Ending ending = loop(draws);
            if (done > snapshot.iteration()) {
                takeSnapshot();
            }
            return result(ending, snapshot);
        }
    }

    private Ending loop(Prefetch draws) {
        while (done < settings.iterations) {
            if (settings.cancellation.isRequested() || Thread.currentThread().isInterrupted()) {
                return Ending.CANCELLED;
            }
            if (settings.deadline.isPresent()
                    && System.nanoTime() - started > settings.deadline.get().toNanos()) {
                return Ending.DEADLINE;
            }
            Map<String, HostArray> inputs = new LinkedHashMap<>(draws.next());
            inputs.putAll(program.coefficients(done));
            record(executable.run(inputs));
            if (done % settings.snapshots == 0) {
                takeSnapshot();
                settings.listener.reached(snapshot);
            }
            if (settings.validation.isPresent()
                    && done % settings.validation.get().every() == 0
                    && validate()) {
                return Ending.STOPPED_EARLY;
            }
        }
        return Ending.COMPLETED;
    }

    private void record(Map<String, HostArray> outputs) {
        int index = Math.toIntExact(done - first);
        Map<String, Double> current = new LinkedHashMap<>();
        outputs.forEach((name, value) -> {
            if (!value.isFinite()) {
                throw failure("'" + name + "' is " + value.item(), done + 1);
            }
            losses.get(name)[index] = value.item();
            current.put(name, value.item());
        });
        done++;
        settings.listener.iterated(done, settings.iterations, current);
    }

    private void takeSnapshot() {
        TrainingState next = Diagnosis.read(executable, done);
        String bad = next.firstNotFinite();
        if (!bad.isEmpty()) {
            throw failure("'" + bad + "' holds NaN or infinity", done);
        }
        snapshot = next;
    }

    private TrainingException failure(String what, long iteration) {
        Diagnosis diagnosis = Diagnosis.of(settings.backend, program, steps, snapshot, iteration);
        long good = diagnosis.good().iteration();
        done = good;
        String kept = good == 0 ? "the initial parameters" : "the parameters after iteration " + good;
        return new TrainingException(
                "training failed at iteration " + (good + 1) + ": " + what
                        + (iteration == good + 1 ? "" : " by iteration " + iteration) + "; not finite first: "
                        + diagnosis.cause() + ". Lower the learning rate, clip the gradient, or look at the data; "
                        + kept
                        + " are kept",
                result(Ending.FAILED, diagnosis.good()));
    }

    /** Validates, and returns whether training should stop. */
    private boolean validate() {
        Map<String, HostArray> states = Diagnosis.read(executable, done).states();
        Map<String, Double> current = validation.orElseThrow().losses(program.parameters(states::get, true), states);
        current.forEach((name, value) ->
                validated.computeIfAbsent(name, any -> new ArrayList<>()).add(value));
        settings.listener.validated(done, current);
        Optional<Integer> patience = settings.validation.orElseThrow().patience();
        if (patience.isEmpty()) {
            return false;
        }
        double loss = current.values().iterator().next();
        if (loss < lowest) {
            lowest = loss;
            worse = 0;
            best = Optional.of(program.parameters(states::get, true));
        } else {
            worse++;
        }
        return worse >= patience.get();
    }

    private TrainingResult result(Ending ending, TrainingState state) {
        long end = System.nanoTime();
        int count = Math.toIntExact(done - first);
        Map<String, double[]> curves = new LinkedHashMap<>();
        losses.forEach((name, values) -> curves.put(name, Arrays.copyOf(values, count)));
        Map<String, double[]> heldOut = new LinkedHashMap<>();
        validated.forEach((name, values) -> heldOut.put(
                name, values.stream().mapToDouble(Double::doubleValue).toArray()));
        return new TrainingResult(
                best.orElseGet(() -> program.parameters(state.states()::get, true)),
                program.parameters(state.states()::get, false),
                curves,
                heldOut,
                done,
                Duration.ofNanos(prepared - started),
                Duration.ofNanos(end - prepared),
                ending,
                state);
    }

    @Override
    public void close() {
        executable.close();
        validation.ifPresent(ValidationProgram::close);
    }
}
