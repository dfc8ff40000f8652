package org.pushforward.train;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Consumer;
import org.pushforward.Stability;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.DataSource;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.Blueprint;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Adam;
import org.pushforward.optim.ExponentialAverage;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;

/**
 * Trains models on a backend.
 *
 * <pre>{@code
 * Trained<Flow> flow = Trainer.on(backend).adam(1e-3).iterations(2000).fit(model, data, RandomKey.of(7));
 * }</pre>
 *
 * <p>Parameters and optimizer states stay in the engine. Each step sends a batch and its noise, which another thread prefetches if the
 * engine leaves a core free, and returns the losses. Cancellation, an interrupt of the thread and the deadline take effect between steps,
 * and training keeps what it learned until then. Before the first step, while the step is traced and compiled, cancellation and an interrupt
 * end training with a {@link CancellationException}. The same key, model, objective, settings and backend give bitwise the same result.
 *
 * <p>Immutable and thread-safe; each setter returns a new trainer.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Trainer {
    private static final int SNAPSHOTS = 100;

    final Backend backend;
    Map<String, Optimizer> optimizers = Map.of();
    Optimizer usual = Adam.withRate(1e-3);
    Optional<ExponentialAverage> average = Optional.empty();
    long iterations = 1000;
    int batch = 128;
    int snapshots = SNAPSHOTS;
    Optional<Duration> deadline = Optional.empty();
    Optional<Validation> validation = Optional.empty();
    Optional<TrainingState> start = Optional.empty();
    Preprocessing preprocessing = Preprocessing.none();
    Preprocessing.Fitted fitted = new Preprocessing.Identity();
    Optional<Blueprint> blueprint = Optional.empty();
    Cancellation cancellation = new Cancellation();
    TrainingListener listener = TrainingListener.silent();

    private Trainer(Backend backend) {
        this.backend = Objects.requireNonNull(backend, "backend");
    }

    private Trainer with(Consumer<Trainer> change) {
        Trainer copy = new Trainer(backend);
        copy.optimizers = optimizers;
        copy.usual = usual;
        copy.average = average;
        copy.iterations = iterations;
        copy.batch = batch;
        copy.snapshots = snapshots;
        copy.deadline = deadline;
        copy.validation = validation;
        copy.start = start;
        copy.preprocessing = preprocessing;
        copy.fitted = fitted;
        copy.blueprint = blueprint;
        copy.cancellation = cancellation;
        copy.listener = listener;
        change.accept(copy);
        return copy;
    }

    /** Returns a trainer with 1,000 steps of 128 rows and Adam at 0.001. */
    public static Trainer on(Backend backend) {
        return new Trainer(backend);
    }

    /** Sets Adam with a constant learning rate for every group without an optimizer of its own. */
    public Trainer adam(double rate) {
        return optimizer(Adam.withRate(rate));
    }

    /** Sets the optimizer of every group without an optimizer of its own. */
    public Trainer optimizer(Optimizer optimizer) {
        Objects.requireNonNull(optimizer, "optimizer");
        return with(copy -> copy.usual = optimizer);
    }

    /** Sets the optimizer of one group of parameters. */
    public Trainer optimizer(String group, Optimizer optimizer) {
        Map<String, Optimizer> more = new LinkedHashMap<>(optimizers);
        more.put(group, Objects.requireNonNull(optimizer, "optimizer"));
        return with(copy -> copy.optimizers = Map.copyOf(more));
    }

    /** Keeps a moving average of the parameters, which becomes the result. */
    public Trainer average(ExponentialAverage average) {
        return with(copy -> copy.average = Optional.of(average));
    }

    /**
     * Sets the number of steps.
     *
     * @throws IllegalArgumentException if it is less than 1 or does not fit an int
     */
    public Trainer iterations(long iterations) {
        check("iterations", iterations, Integer.MAX_VALUE);
        return with(copy -> copy.iterations = iterations);
    }

    /**
     * Sets the number of rows in a batch.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer batch(int rows) {
        check("batch", rows, Integer.MAX_VALUE);
        return with(copy -> copy.batch = rows);
    }

    /** Sets the time limit, including compilation, after which no step starts. */
    public Trainer deadline(Duration deadline) {
        return with(copy -> copy.deadline = Optional.of(deadline));
    }

    /** Evaluates training on held-out rows. */
    public Trainer validation(Validation validation) {
        return with(copy -> copy.validation = Optional.of(validation));
    }

    /** Fits a transform to the training rows. The model learns the transformed data, and samples and densities are transformed back. */
    public Trainer preprocessing(Preprocessing preprocessing) {
        return with(copy -> copy.preprocessing = Objects.requireNonNull(preprocessing, "preprocessing"));
    }

    /**
     * Sets the number of steps between snapshots; the default is 100. Each snapshot goes to the listener. If a value is not finite,
     * training returns to the last snapshot to find the cause.
     *
     * @throws IllegalArgumentException if it is less than 1
     */
    public Trainer snapshots(int every) {
        check("snapshots", every, Integer.MAX_VALUE);
        return with(copy -> copy.snapshots = every);
    }

    /**
     * Resumes from a state of a training with the same settings, model, data and key. The result is bitwise the same on the same engine
     * and number of threads. Only the number of steps, the deadline and the validation may differ. The preprocessing of the state is
     * reused.
     */
    public Trainer resume(TrainingState state) {
        return resume(Optional.of(state));
    }

    /** Resumes from a state if there is one, see {@link #resume(TrainingState)}, and otherwise starts from scratch. */
    public Trainer resume(Optional<TrainingState> state) {
        Objects.requireNonNull(state, "state");
        return with(copy -> copy.start = state);
    }

    /** Sets the cancellation that can request a stop. */
    public Trainer cancellation(Cancellation cancellation) {
        return with(copy -> copy.cancellation = Objects.requireNonNull(cancellation, "cancellation"));
    }

    /** Sets the listener for progress. */
    public Trainer listener(TrainingListener listener) {
        return with(copy -> copy.listener = Objects.requireNonNull(listener, "listener"));
    }

    private static void check(String name, long value, long most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " = " + value + ": expected 1 to " + most);
        }
    }

    /**
     * Builds a model of a family for the data, trains it with its default objective and returns it ready for use.
     *
     * @throws IllegalArgumentException if the family does not support the data
     * @throws TrainingException if a value is not finite; it carries the result until then
     * @throws CancellationException if a stop was requested before the first step
     */
    public Trained<Model> fit(Family family, DataSource data, RandomKey key) {
        Preprocessing.Fitted map = fitted(data, key);
        DataSource seen = map.applied(data);
        Blueprint built = new Blueprint(family, DataType.of(seen));
        return behind(map)
                .with(copy -> copy.blueprint = Optional.of(built))
                .fitSeen(built.build(), Objective.usual(), seen, key);
    }

    /**
     * Trains a model with its default objective and returns it ready for use.
     *
     * @throws IllegalArgumentException if the data lacks a column that the model needs, or its shape differs
     * @throws TrainingException if a value is not finite; it carries the result until then
     * @throws CancellationException if a stop was requested before the first step
     */
    public <M extends Model> Trained<M> fit(M model, DataSource data, RandomKey key) {
        return fit(model, Objective.usual(), data, key);
    }

    /**
     * Trains a model with an objective and returns it ready for use.
     *
     * @throws IllegalArgumentException if the data lacks a column that the model needs, or its shape differs
     * @throws TrainingException if a value is not finite; it carries the result until then
     * @throws CancellationException if a stop was requested before the first step
     */
    public <M extends Model> Trained<M> fit(M model, Objective<? super M> objective, DataSource data, RandomKey key) {
        Preprocessing.Fitted map = fitted(data, key);
        return behind(map).fitSeen(model, objective, map.applied(data), key);
    }

    private Preprocessing.Fitted fitted(DataSource data, RandomKey key) {
        return start.map(TrainingState::preprocessing)
                .orElseGet(() -> preprocessing.fit(data, key.fold("preprocessing")));
    }

    private Trainer behind(Preprocessing.Fitted map) {
        return with(copy -> {
            copy.fitted = map;
            copy.validation =
                    validation.map(each -> new Validation(map.apply(each.rows()), each.every(), each.patience()));
        });
    }

    private <M extends Model> Trained<M> fitSeen(
            M model, Objective<? super M> objective, DataSource seen, RandomKey key) {
        TrainingResult result = train(model, objective, seen, key);
        return Trained.of(backend, model, result.parameters())
                .from(blueprint)
                .behind(fitted)
                .after(result);
    }

    /**
     * Trains a model with its default objective, from the initial values of its parameters.
     *
     * @throws TrainingException if a value is not finite; it carries the result until then
     * @throws CancellationException if a stop was requested before the first step
     */
    public TrainingResult train(Model model, DataSource data, RandomKey key) {
        return train(model, Objective.usual(), data, key);
    }

    /**
     * Trains a model with an objective, from the initial values of its parameters. Preprocessing is not applied.
     *
     * @throws TrainingException if a value is not finite; it carries the result until then
     * @throws CancellationException if a stop was requested before the first step
     */
    public <M extends Model> TrainingResult train(
            M model, Objective<? super M> objective, DataSource data, RandomKey key) {
        ParameterValues initial = ParameterValues.initial(model.variables(), key.fold("parameters"));
        return train(model, objective, data, key, initial);
    }

    /**
     * Trains a model with an objective, from given values of parameters and buffers. Preprocessing is not applied.
     *
     * @throws TrainingException if a value is not finite; it carries the result until then
     * @throws CancellationException if a stop was requested before the first step
     */
    public <M extends Model> TrainingResult train(
            M model, Objective<? super M> objective, DataSource data, RandomKey key, ParameterValues initial) {
        Map<String, Optimizer> each = new LinkedHashMap<>();
        for (ParameterGroup group : model.groups()) {
            each.put(group.name(), optimizers.getOrDefault(group.name(), usual));
        }
        for (String name : optimizers.keySet()) {
            if (!each.containsKey(name)) {
                throw new IllegalArgumentException(
                        "an optimizer for the group '" + name + "': the model has groups " + each.keySet());
            }
        }
        try (TrainingRun<M> run = new TrainingRun<>(this, each, model, objective, data, key)) {
            return run.from(initial);
        }
    }
}
