package org.pushforward.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.distribution.ConditionalDistribution;
import org.pushforward.distribution.Preprocessing;
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
 * <p>Each method takes any number of rows. Values are in the data's own units: what was fitted before training is applied on the
 * way in and undone on the way out. Programs are compiled when they are first needed. Safe for use by several threads; samples of
 * one model are drawn by one thread after another. Closing it releases native memory, also that of what was derived from it.
 *
 * @param <M> the type of the model
 */
public final class Trained<M extends Model> implements AutoCloseable {
    private final Backend backend;
    private final M model;
    private final ParameterValues values;
    private final Preprocessing.Fitted preprocessing;
    private final Optional<TrainingResult> training;
    private final Optional<Sampling<? super M>> sampling;

    private final List<Runnable> owned = new ArrayList<>();
    private boolean closed;
    private final Supplier<RowFunction> density = once(this::compileDensity);
    private final Supplier<RowFunction> encoder = once(this::compileEncoder);
    private final Supplier<SamplingLoop<?>> loop = once(this::compileLoop);

    private Trained(
            Backend backend,
            M model,
            ParameterValues values,
            Preprocessing.Fitted preprocessing,
            Optional<TrainingResult> training,
            Optional<Sampling<? super M>> sampling) {
        this.backend = backend;
        this.model = model;
        this.values = values;
        this.preprocessing = preprocessing;
        this.training = training;
        this.sampling = sampling;
    }

    /**
     * Returns a model with values of its parameters and buffers.
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
        return new Trained<>(backend, model, values, new Preprocessing.Identity(), Optional.empty(), Optional.empty());
    }

    /** Returns this model behind what its data went through. */
    public Trained<M> behind(Preprocessing.Fitted fitted) {
        return new Trained<>(backend, model, values, fitted, training, sampling);
    }

    /** Returns this model with the training that it comes from. */
    public Trained<M> after(TrainingResult result) {
        return new Trained<>(backend, model, values, preprocessing, Optional.of(result), sampling);
    }

    /** Returns the model. */
    public M model() {
        return model;
    }

    /** Returns the values of its parameters and buffers. */
    public ParameterValues values() {
        return values;
    }

    /** Returns what the data goes through before the model sees it. */
    public Preprocessing.Fitted preprocessing() {
        return preprocessing;
    }

    /** Returns the training that it comes from, if it was trained in this process. */
    public Optional<TrainingResult> training() {
        return training;
    }

    /** Returns the backend that it runs on. */
    public Backend backend() {
        return backend;
    }

    /** Returns the logarithm of the density at each row of x, in nats, of shape [n]. */
    public HostArray logProb(HostArray x) {
        return logProb(Rows.of(x));
    }

    /**
     * Returns the logarithm of the density at each row given its context, in nats, of shape [n].
     *
     * @param rows the column {@value Schema#X} and those of the context
     * @throws UnsupportedOperationException if the model has no density
     * @throws IllegalArgumentException if a column is missing or of another type
     */
    public HostArray logProb(Rows rows) {
        HostArray inner =
                density.get().apply(preprocessing.apply(checked(rows))).get(0);
        double[] change = preprocessing.logAbsDet(rows.x());
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
     * @throws UnsupportedOperationException if the model encodes nothing
     * @throws IllegalArgumentException if a column is missing or of another type
     */
    public HostArray encode(Rows rows) {
        return encoder.get().apply(preprocessing.apply(checked(rows))).get(0);
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

    /** Returns samples of shape [count, ...] from a model that is conditioned on nothing; row k depends on the key and k alone. */
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
     * @param cancellation what asks for a stop between two steps
     * @throws UnsupportedOperationException if no samples can be drawn from the model
     * @throws IllegalArgumentException if the context lacks a column, or has another number of rows
     * @throws java.util.concurrent.CancellationException if a stop was asked for
     */
    public HostArray sample(RandomKey key, int count, Rows context, Cancellation cancellation) {
        return preprocessing.inverse(loop.get().draw(key, count, context, cancellation));
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

    /** Returns this model drawn from in another way. */
    public Trained<M> sampler(Sampling<? super M> other) {
        return own(new Trained<>(backend, model, values, preprocessing, training, Optional.of(other)), Trained::close);
    }

    /**
     * Returns the posterior that a conditioner makes of this prior. It has the same parameters, so it needs no training.
     *
     * @param conditioner how the observation enters, such as moment matching
     */
    public <N extends Model> Trained<N> posterior(Conditioner<? super M, N> conditioner) {
        N posterior = conditioner.condition(model);
        return own(
                new Trained<>(backend, posterior, values, preprocessing, training, Optional.empty()), Trained::close);
    }

    /** Returns this model given one row of a context, which holds for every sample. */
    public Conditioned<M> given(Rows context) {
        return new Conditioned<>(this, context);
    }

    /**
     * Returns this model given one value of its context, which holds for every sample.
     *
     * @param value the value of the only column of the context, without an axis of rows
     * @throws IllegalArgumentException if the context has not exactly one column
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

    /** Releases native memory. Closing twice does nothing. */
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
