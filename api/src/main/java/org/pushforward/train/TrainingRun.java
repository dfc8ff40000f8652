package org.pushforward.train;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.pushforward.backend.Executable;
import org.pushforward.checkpoint.Recipe;
import org.pushforward.checkpoint.SafeTensors;
import org.pushforward.data.DataSource;
import org.pushforward.graph.Tracing;
import org.pushforward.model.Model;
import org.pushforward.model.Objective;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.TrainingResult.Ending;

/** A single training from its first step to its end. Not thread-safe and not reusable. */
final class TrainingRun<M extends Model> implements AutoCloseable {
    private final long started = System.nanoTime();
    private final Trainer settings;
    private final M model;
    private final Objective<? super M> objective;
    private final Map<String, Optimizer> optimizers;
    private final DataSource data;
    private final RandomKey key;
    private final RandomKey steps;
    private final TrainingGraph program;
    private final Executable executable;
    private final Optional<ValidationProgram> validation;

    private final Map<String, double[]> losses = new LinkedHashMap<>();
    private final Map<String, List<Double>> validated = new LinkedHashMap<>();
    private Snapshot snapshot;
    private String fingerprint;
    private Optional<ParameterValues> best = Optional.empty();
    private double lowest = Double.POSITIVE_INFINITY;
    private int worse;
    private long first;
    private long done;
    private long handedOut;
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
        this.optimizers = optimizers;
        this.data = data;
        this.key = key;
        this.steps = key.fold("iterations");
        this.program = unlessStopped(
                () -> TrainingGraph.of(model, objective, optimizers, settings.average, data, settings.batch));
        this.executable = unlessStopped(() -> settings.backend.compile(program.graph()));
        try {
            this.validation = settings.validation.map(each -> unlessStopped(() -> new ValidationProgram(
                    settings.backend,
                    model,
                    objective,
                    optimizers,
                    each.rows(),
                    settings.batch,
                    key.fold("validation"))));
        } catch (RuntimeException | Error e) {
            executable.close();
            throw e;
        }
    }

    TrainingResult from(ParameterValues initial) {
        fingerprint = SafeTensors.sha256(program.draws(steps, 0));
        int most = Math.toIntExact(Math.max(
                settings.iterations,
                settings.start.map(TrainingState::iteration).orElse(0L)));
        program.quantities().forEach(name -> losses.put(name, new double[most]));
        settings.start.ifPresentOrElse(this::resume, () -> begin(initial));
        executable.restore(snapshot.states(), snapshot.iteration());
        first = snapshot.iteration();
        done = first;
        handedOut = first;
        int cores = Runtime.getRuntime().availableProcessors();
        try (Prefetch draws = Prefetch.of(
                number -> program.draws(steps, first + number),
                Math.max(0, settings.iterations - first),
                settings.backend.options(),
                cores)) {
            prepared = System.nanoTime();
            settings.listener.began(done, settings.iterations);
            Ending ending = loop(draws);
            if (done > snapshot.iteration()) {
                takeSnapshot();
            }
            TrainingResult result = result(ending, snapshot);
            if (done > handedOut || done > first && best.isPresent()) {
                settings.listener.reached(trained(result.parameters()));
            }
            return result;
        }
    }

    /** Traces and compiles. Nothing has been learned yet that would be worth waiting for. */
    private <T> T unlessStopped(Supplier<T> traced) {
        return Tracing.unless(this::isStopped, traced);
    }

    private boolean isStopped() {
        return settings.cancellation.isRequested() || Thread.currentThread().isInterrupted();
    }

    private void begin(ParameterValues initial) {
        ParameterValues values = unlessStopped(() ->
                FirstStep.of(settings.backend, model, objective, data, settings.batch, initial, key.fold("begin")));
        snapshot = Snapshot.of(0, program.initialStates(values), program.graph());
    }

    private void resume(TrainingState state) {
        if (!state.key().equals(key)) {
            throw new IllegalArgumentException(
                    "training with the key " + key + " cannot be resumed from a state of training with" + " the key "
                            + state.key() + ": give the same key");
        }
        checkStates(state.states());
        if (!state.fingerprint().equals(fingerprint)) {
            throw new IllegalArgumentException(
                    "training cannot be resumed: its first step would see other data or noise than that"
                            + " of the training that the state comes from; give the same data and batch, and the same version of the"
                            + " model");
        }
        if (!state.losses().keySet().equals(losses.keySet())) {
            throw new IllegalArgumentException("training cannot be resumed: it reports " + losses.keySet()
                    + ", and the state comes from one that reported "
                    + state.losses().keySet());
        }
        snapshot = Snapshot.of(state.iteration(), state.states(), program.graph());
        state.losses().forEach((name, values) -> values.doubles().get(losses.get(name), 0, values.size()));
        state.validation()
                .forEach((name, values) -> validated.put(
                        name,
                        DoubleStream.of(values.toDoubles()).boxed().collect(Collectors.toCollection(ArrayList::new))));
        best = patience().isPresent() ? state.best() : Optional.empty();
        // Losses whose parameters were not kept do not count for the best.
        if (patience().isEmpty() || best.isPresent()) {
            validated.getOrDefault(program.quantities().get(0), List.of()).forEach(this::isBetter);
        }
    }

    private void checkStates(Map<String, HostArray> states) {
        Map<String, Shape> given = new TreeMap<>();
        states.forEach((name, value) -> given.put(name, value.shape()));
        Map<String, Shape> expected = new TreeMap<>();
        program.graph()
                .states()
                .forEach(state -> expected.put(state.name(), state.type().shape()));
        if (!given.equals(expected)) {
            Map<String, Shape> surplus = new TreeMap<>(given);
            surplus.entrySet().removeAll(expected.entrySet());
            expected.entrySet().removeAll(given.entrySet());
            throw new IllegalArgumentException("training cannot be resumed: its states lack " + expected + " and have "
                    + surplus + " instead; give the same model, objective, optimizers and average");
        }
    }

    private Ending loop(Prefetch draws) {
        while (true) {
            if (stopsEarly()) {
                return Ending.STOPPED_EARLY;
            }
            if (done >= settings.iterations) {
                return Ending.COMPLETED;
            }
            if (isStopped()) {
                return Ending.CANCELLED;
            }
            if (settings.deadline.isPresent()
                    && System.nanoTime() - started > settings.deadline.get().toNanos()) {
                return Ending.DEADLINE;
            }
            Map<String, HostArray> inputs = new LinkedHashMap<>(draws.next());
            inputs.putAll(program.coefficients(done));
            record(executable.run(inputs));
            look();
        }
    }

    /**
     * Performs the work that is due after this step. Listeners come last, so that the state they receive has nothing of this step left to
     * do.
     */
    private void look() {
        boolean due = done % settings.snapshots == 0;
        boolean judged = settings.validation.isPresent()
                && done % settings.validation.get().every() == 0;
        if (due || judged) {
            takeSnapshot();
        }
        boolean better = judged && validate();
        if (due || better) {
            handedOut = done;
            settings.listener.reached(trained(program.parameters(snapshot.values()::get, true)));
        }
    }

    private Trained<M> trained(ParameterValues values) {
        return Trained.of(settings.backend, model, values)
                .from(settings.blueprint)
                .behind(settings.fitted)
                .at(state(snapshot));
    }

    private TrainingState state(Snapshot at) {
        Map<String, HostArray> curves = new LinkedHashMap<>();
        losses.forEach(
                (name, values) -> curves.put(name, curve(Arrays.copyOf(values, Math.toIntExact(at.iteration())))));
        Map<String, HostArray> heldOut = new LinkedHashMap<>();
        validated.forEach((name, values) -> heldOut.put(
                name, curve(values.stream().mapToDouble(Double::doubleValue).toArray())));
        return new TrainingState(
                key,
                at.iteration(),
                at.states(),
                curves,
                heldOut,
                best,
                settings.fitted,
                fingerprint,
                recipe(at.iteration()));
    }

    private Optional<Recipe> recipe(long iteration) {
        Map<String, String> rules = new LinkedHashMap<>();
        optimizers.forEach((group, optimizer) -> rules.put(group, OptimizerText.of(optimizer, iteration + 1)));
        boolean own = objective.getClass() == Objective.usual().getClass();
        return Optional.of(new Recipe(
                own ? model.getClass().getName() : objective.getClass().getName(), rules, settings.batch));
    }

    private static HostArray curve(double[] values) {
        return HostArray.wrap(Shape.of(values.length), values);
    }

    private void record(Map<String, HostArray> outputs) {
        int index = Math.toIntExact(done);
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
        Snapshot next = Snapshot.read(executable, done);
        String bad = next.firstNotFinite();
        if (!bad.isEmpty()) {
            throw failure("'" + bad + "' contains NaN or infinity", done);
        }
        snapshot = next;
    }

    private TrainingException failure(String what, long iteration) {
        Diagnosis diagnosis = Diagnosis.of(settings.backend, program, steps, snapshot, iteration, Diagnosis.BYTES);
        long good = diagnosis.good().iteration();
        if (good > handedOut) {
            // The last good state is kept like any other.
            handedOut = good;
            snapshot = diagnosis.good();
            settings.listener.reached(trained(program.parameters(snapshot.values()::get, true)));
        }
        String where = diagnosis.failure().isPresent() ? "after iteration " + good : "at iteration " + (good + 1);
        String kept = good == 0 ? "the initial parameters" : "the parameters after iteration " + good;
        TrainingException failure = new TrainingException(
                "training failed " + where + ": " + what
                        + (iteration == good + 1 ? "" : " by iteration " + iteration) + "; not finite first: "
                        + diagnosis.cause() + ". Lower the learning rate, clip the gradient, or look at the data; "
                        + kept
                        + " are kept",
                result(Ending.FAILED, diagnosis.good()));
        diagnosis.failure().ifPresent(failure::addSuppressed);
        return failure;
    }

    /** Validates, and returns whether the loss is the lowest so far. */
    private boolean validate() {
        Map<String, HostArray> values = snapshot.values();
        ParameterValues parameters = program.parameters(values::get, true);
        Map<String, Double> current = validation.orElseThrow().losses(parameters, values);
        current.forEach((name, value) ->
                validated.computeIfAbsent(name, any -> new ArrayList<>()).add(value));
        settings.listener.validated(done, current);
        boolean better = isBetter(current.get(program.quantities().get(0)));
        if (better && patience().isPresent()) {
            best = Optional.of(parameters);
        }
        return better;
    }

    private boolean isBetter(double loss) {
        boolean better = loss < lowest;
        lowest = better ? loss : lowest;
        worse = better ? 0 : worse + 1;
        return better;
    }

    private Optional<Integer> patience() {
        return settings.validation.flatMap(Validation::patience);
    }

    private boolean stopsEarly() {
        return patience().filter(most -> worse >= most).isPresent();
    }

    private TrainingResult result(Ending ending, Snapshot at) {
        long end = System.nanoTime();
        TrainingState state = state(at);
        return new TrainingResult(
                best.orElseGet(() -> program.parameters(at.values()::get, true)),
                program.parameters(at.values()::get, false),
                arrays(state.losses()),
                arrays(state.validation()),
                at.iteration(),
                at.iteration() - first,
                Duration.ofNanos(prepared - started),
                Duration.ofNanos(end - prepared),
                ending,
                state);
    }

    private static Map<String, double[]> arrays(Map<String, HostArray> curves) {
        Map<String, double[]> arrays = new LinkedHashMap<>();
        curves.forEach((name, values) -> arrays.put(name, values.toDoubles()));
        return arrays;
    }

    @Override
    public void close() {
        executable.close();
        validation.ifPresent(ValidationProgram::close);
    }
}
