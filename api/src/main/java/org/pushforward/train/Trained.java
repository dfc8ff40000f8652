package org.pushforward.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pushforward.Stability;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.checkpoint.CheckpointException;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.distribution.ConditionalDistribution;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.model.Blueprint;
import org.pushforward.model.Conditioner;
import org.pushforward.model.DensityModel;
import org.pushforward.model.EncodingModel;
import org.pushforward.model.Model;
import org.pushforward.model.SampledModel;
import org.pushforward.model.Sampling;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;

/**
 * A model with the values of its parameters, ready for use on a backend.
 *
 * <pre>{@code
 * try (Trained<Flow> flow = Trainer.on(backend).adam(1e-3).iterations(2000).fit(model, data, key)) {
 *     HostArray density = flow.logProb(points);
 *     HostArray draws = flow.sample(key, 10_000);
 * }
 * }</pre>
 *
 * <p>Each method takes any number of rows. Values are in the units of the data: the preprocessing that was fitted before training is
 * applied to inputs and undone for outputs. Programs are compiled on first use. Thread-safe; sampling calls on one model run one after
 * another. Closing a model releases its native memory and that of all models derived from it.
 *
 * @param <M> the type of the model
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Trained<M extends Model> implements AutoCloseable {
    private final Backend backend;
    private final M model;
    private final ParameterValues values;
    private final Origin origin;
    private final Optional<Sampling<? super M>> sampling;

    private final List<Runnable> owned = new ArrayList<>();
    private boolean closed;
    private final Supplier<RowFunction> density = once(this::compileDensity);
    private final Supplier<RowFunction> encoder = once(this::compileEncoder);
    private final Supplier<SamplingLoop<?>> loop = once(this::compileLoop);

    private Trained(
            Backend backend, M model, ParameterValues values, Origin origin, Optional<Sampling<? super M>> sampling) {
        this.backend = backend;
        this.model = model;
        this.values = values;
        this.origin = origin;
        this.sampling = sampling;
    }

    /**
     * The origin of a model.
     *
     * @param blueprint the family and data that it was built from, if a family built it
     * @param preprocessing the preprocessing of its data
     * @param training the training in this process
     * @param state the state for resuming training
     */
    private record Origin(
            Optional<Blueprint> blueprint,
            Preprocessing.Fitted preprocessing,
            Optional<TrainingResult> training,
            Optional<TrainingState> state) {}

    /**
     * Combines a model with values of its parameters and buffers.
     *
     * @throws IllegalArgumentException if a value is missing or of another type
     */
    public static <M extends Model> Trained<M> of(Backend backend, M model, ParameterValues values) {
        model.variables().forEach(variable -> {
            HostArray value = values.get(variable.path());
            if (!value.type().equals(variable.tensor().type())) {
                throw new IllegalArgumentException("parameter " + variable.path() + ": expected "
                        + variable.tensor().type() + ", not " + value.type());
            }
        });
        Origin unknown = new Origin(Optional.empty(), new Preprocessing.Identity(), Optional.empty(), Optional.empty());
        return new Trained<>(backend, model, values, unknown, Optional.empty());
    }

    /**
     * Loads a saved model that a family built, ready for use. Its samples and densities equal those of the saved model within the accuracy
     * of the engine, so it may have been trained on another engine.
     *
     * @param folder the folder of the saved model
     * @throws CheckpointException if there is no model, if it was altered or has a newer version, or if its family is not on the class
     *     path
     */
    public static Trained<Model> load(Path folder, Backend backend) {
        return ModelFile.load(folder, backend);
    }

    /**
     * Loads a saved model that no registered family built, such as one that was built by hand.
     *
     * @param folder the folder of the saved model
     * @param model the model as it was before training
     * @throws CheckpointException if there is none, if it was altered or is of a newer version, or if its variables have other names
     *     or shapes than those of the model
     */
    public static <M extends Model> Trained<M> load(Path folder, Backend backend, M model) {
        return ModelFile.load(folder, backend, model);
    }

    /**
     * Saves this model to a folder: its values, its preprocessing and the state for resuming training. The folder is written atomically
     * and replaces a model that was saved there. The sampling method is not saved.
     *
     * @throws CheckpointException if something other than a model is there, or writing fails; existing files stay in both cases
     */
    public void save(Path folder) {
        ModelFile.of(this).save(folder);
    }

    /** Returns this model with the family and data that it was built from. */
    Trained<M> from(Optional<Blueprint> blueprint) {
        return with(new Origin(blueprint, origin.preprocessing, origin.training, origin.state));
    }

    /** Returns this model with the preprocessing of its data. */
    public Trained<M> behind(Preprocessing.Fitted fitted) {
        return with(new Origin(origin.blueprint, fitted, origin.training, origin.state));
    }

    /** Returns this model with a state for resuming training. */
    Trained<M> at(TrainingState state) {
        return with(new Origin(origin.blueprint, origin.preprocessing, origin.training, Optional.of(state)));
    }

    /** Returns this model with the result of its training. */
    public Trained<M> after(TrainingResult result) {
        return with(
                new Origin(origin.blueprint, origin.preprocessing, Optional.of(result), Optional.of(result.state())));
    }

    private Trained<M> with(Origin other) {
        return new Trained<>(backend, model, values, other, sampling);
    }

    /**
     * Casts this model to a type, to call methods of that type. Both share compiled programs.
     *
     * @throws IllegalArgumentException if the model is not of that type; the message names both types
     */
    @SuppressWarnings("unchecked") // The model was checked to be of this type.
    public <N extends Model> Trained<N> as(Class<N> type) {
        if (!type.isInstance(model)) {
            throw new IllegalArgumentException(
                    "the model is a " + model.getClass().getSimpleName() + ", not a " + type.getSimpleName()
                            + ": give its own type, or one of its interfaces");
        }
        return (Trained<N>) this;
    }

    /** Returns the model. */
    public M model() {
        return model;
    }

    /** Returns the values of its parameters and buffers. */
    public ParameterValues values() {
        return values;
    }

    /** Returns the preprocessing of the model's data. */
    public Preprocessing.Fitted preprocessing() {
        return origin.preprocessing;
    }

    /** Returns the family and the data that it was built from, if a family built it. */
    public Optional<Blueprint> blueprint() {
        return origin.blueprint;
    }

    /** Returns the result of its training, if it was trained in this process. */
    public Optional<TrainingResult> training() {
        return origin.training;
    }

    /** Returns the state for resuming training, see {@link Trainer#resume}; empty if the model was not trained. */
    public Optional<TrainingState> state() {
        return origin.state;
    }

    /** Returns the backend that it runs on. */
    public Backend backend() {
        return backend;
    }

    /** Returns the log density of each row of x in nats, of shape [n]. */
    public HostArray logProb(HostArray x) {
        return logProb(Rows.of(x));
    }

    /**
     * Returns the log density of each row given its context in nats, of shape [n].
     *
     * @param rows the column {@value Schema#X} and those of the context
     * @throws UnsupportedOperationException if the model has no density
     * @throws IllegalArgumentException if a column is missing or of another type
     */
    public HostArray logProb(Rows rows) {
        HostArray inner =
                density.get().apply(origin.preprocessing.apply(checked(rows))).get(0);
        double[] change = origin.preprocessing.logAbsDet(rows.x());
        float[] total = inner.toFloats();
        for (int i = 0; i < total.length; i++) {
            total[i] = (float) (total[i] + change[i]);
        }
        return HostArray.wrap(inner.shape(), total);
    }

    private Rows checked(Rows rows) {
        model.schema().checkFits("the input", rows.schema());
        return rows;
    }

    private RowFunction compileDensity() {
        if (!(model instanceof DensityModel exact)) {
            throw unsupported("has no density", "logProb");
        }
        ConditionalDistribution distribution = exact.distribution();
        return function(
                model.schema(),
                (batch, noise) -> List.of(distribution
                        .given(batch.context(distribution.context()))
                        .logProb(batch.x())));
    }

    /** Returns the representation of each row of x. */
    public HostArray encode(HostArray x) {
        return encode(Rows.of(x));
    }

    /**
     * Returns the representation of each row.
     *
     * @param rows the column {@value Schema#X} and those of the context
     * @throws UnsupportedOperationException if the model has no encoding
     * @throws IllegalArgumentException if a column is missing or of another type
     */
    public HostArray encode(Rows rows) {
        return encoder.get().apply(origin.preprocessing.apply(checked(rows))).get(0);
    }

    private RowFunction compileEncoder() {
        if (!(model instanceof EncodingModel encoding)) {
            throw unsupported("encodes nothing", "encode");
        }
        return function(
                model.schema(),
                (batch, noise) -> List.of(
                        encoding.encode(batch.x(), batch.context(model.schema().without(Schema.X)))));
    }

    private RowFunction function(Schema schema, RowFunction.Body body) {
        return own(
                RowFunction.of(backend, model.variables(), values, schema, body, Ladder.standard()),
                RowFunction::close);
    }

    /** Returns samples of shape [count, ...] from an unconditional model; row k depends only on the key and on k. */
    public HostArray sample(RandomKey key, int count) {
        return sample(key, count, Rows.none());
    }

    /**
     * Returns samples of shape [count, ...], each given its row of the context.
     *
     * @throws UnsupportedOperationException if no samples can be drawn from the model
     * @throws IllegalArgumentException if the context lacks a column, or has another number of rows
     */
    public HostArray sample(RandomKey key, int count, Rows context) {
        return sample(key, count, context, new Cancellation());
    }

    /**
     * Returns samples of shape [count, ...], each given its row of the context.
     *
     * @param cancellation a request to stop between two steps
     * @throws UnsupportedOperationException if no samples can be drawn from the model
     * @throws IllegalArgumentException if the context lacks a column, or has another number of rows
     * @throws java.util.concurrent.CancellationException if a stop was requested
     */
    public HostArray sample(RandomKey key, int count, Rows context, Cancellation cancellation) {
        return origin.preprocessing.inverse(
                loop.get().draw(key, count, origin.preprocessing.context(context), cancellation));
    }

    /** Returns the loop that draws its samples, before the preprocessing is undone. */
    SamplingLoop<?> loop() {
        return loop.get();
    }

    private SamplingLoop<?> compileLoop() {
        return own(
                SamplingLoop.of(backend, sampler(), model.variables(), values, Ladder.standard()), SamplingLoop::close);
    }

    private Sampler<?> sampler() {
        if (sampling.isPresent()) {
            return sampling.get().of(model);
        }
        if (!(model instanceof SampledModel sampled)) {
            throw unsupported("draws no samples", "sample");
        }
        return sampled.sampler();
    }

    /** Returns this model with another sampling method. */
    public Trained<M> sampler(Sampling<? super M> other) {
        return own(new Trained<>(backend, model, values, origin, Optional.of(other)), Trained::close);
    }

    /**
     * Returns the posterior that a conditioner derives from this prior. It has the same parameters and needs no training.
     *
     * @param conditioner the conditioning method, such as moment matching
     */
    public <N extends Model> Trained<N> posterior(Conditioner<? super M, N> conditioner) {
        N posterior = conditioner.condition(model);
        Origin built = new Origin(Optional.empty(), origin.preprocessing, origin.training, Optional.empty());
        return own(new Trained<>(backend, posterior, values, built, Optional.empty()), Trained::close);
    }

    /** Returns this model with one row of a context that applies to every sample. */
    public Conditioned<M> given(Rows context) {
        return new Conditioned<>(this, context);
    }

    /**
     * Returns this model with one context value that applies to every sample.
     *
     * @param value the value of the only column of the context, without an axis of rows
     * @throws IllegalArgumentException if the context does not have exactly one column
     */
    public Conditioned<M> given(HostArray value) {
        Schema context = sampler().context();
        if (context.names().size() != 1) {
            throw new IllegalArgumentException(
                    "one value for a context of the columns " + context + ": give rows with a value for each");
        }
        String name = context.names().iterator().next();
        return given(Rows.of(name, value.reshape(value.shape().prepend(1))));
    }

    private UnsupportedOperationException unsupported(String lack, String method) {
        List<String> can = new ArrayList<>();
        if (model instanceof DensityModel) {
            can.add("logProb");
        }
        if (model instanceof SampledModel) {
            can.add("sample");
        }
        if (model instanceof EncodingModel) {
            can.add("encode");
        }
        return new UnsupportedOperationException(model.getClass().getSimpleName() + " " + lack + ", so " + method
                + "() cannot be computed; it gives " + can);
    }

    private <T> T own(T resource, Consumer<? super T> release) {
        synchronized (owned) {
            if (!closed) {
                owned.add(() -> release.accept(resource));
                return resource;
            }
        }
        release.accept(resource);
        throw new IllegalStateException("a trained model was used after close()");
    }

    private static <T> Supplier<T> once(Supplier<? extends T> make) {
        return new Supplier<>() {
            private T value;

            @Override
            public synchronized T get() {
                if (value == null) {
                    value = make.get();
                }
                return value;
            }
        };
    }

    /** Releases native memory. Closing twice has no effect. */
    @Override
    public void close() {
        List<Runnable> releases;
        synchronized (owned) {
            closed = true;
            releases = List.copyOf(owned);
            owned.clear();
        }
        releases.forEach(Runnable::run);
    }
}
