package org.pushforward.sample;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.pushforward.Stability;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Rows;
import org.pushforward.graph.Tracing;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * Draws samples by running the steps of a sampler on a backend, one batch of rows at a time.
 *
 * <p>A step is one run, and the state and the parameters stay in the engine between steps. Row k depends on the key, on its context and on
 * k, but not on the batch size or the number of samples. Programs are compiled for the sizes of a {@link Ladder}, each on first use.
 *
 * <p>Thread-safe; concurrent calls run one after another. Cancellation and an interrupt of the thread take effect between steps and
 * between batches. Cancellation also ends the tracing and the compilation of a program.
 *
 * @param <S> the type of the sampler's state
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class SamplingLoop<S> implements AutoCloseable {
    private final Backend backend;
    private final Sampler<S> sampler;
    private final List<Parameter> parameters;
    private final ParameterValues values;
    private final Ladder ladder;
    private final Map<Integer, SamplingProgram<S>> programs = new HashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SamplingLoop(
            Backend backend, Sampler<S> sampler, List<Parameter> parameters, ParameterValues values, Ladder ladder) {
        this.backend = backend;
        this.sampler = sampler;
        this.parameters = List.copyOf(parameters);
        this.values = values;
        this.ladder = ladder;
    }

    /**
     * Returns a loop that is not compiled yet.
     *
     * @param backend where it runs
     * @param sampler the sampler
     * @param parameters the parameters and buffers of its model
     * @param values their values
     * @param ladder the numbers of rows that it is compiled for
     */
    public static <S> SamplingLoop<S> of(
            Backend backend, Sampler<S> sampler, List<Parameter> parameters, ParameterValues values, Ladder ladder) {
        return new SamplingLoop<>(backend, sampler, parameters, values, ladder);
    }

    /**
     * Compiles the programs for the given number of samples now, instead of in the first call.
     *
     * @throws IllegalArgumentException if the sampler returns something other than it declares
     * @throws IllegalStateException if this is closed
     */
    public synchronized void prepare(int count) {
        ladder.parts(count).forEach(part -> program(part.size()));
    }

    private SamplingProgram<S> program(int rows) {
        if (closed.get()) {
            throw new IllegalStateException("a sampling loop was used after close()");
        }
        return programs.computeIfAbsent(
                rows, size -> SamplingProgram.compile(backend, sampler, parameters, values, size));
    }

    /** Returns samples of shape [count, ...] from an unconditional sampler. */
    public HostArray draw(RandomKey key, int count) {
        return draw(key, count, Rows.none(), new Cancellation());
    }

    /** Returns samples of shape [count, ...], each conditioned on its row of the context. */
    public HostArray draw(RandomKey key, int count, Rows context) {
        return draw(key, count, context, new Cancellation());
    }

    /**
     * Returns samples of shape [count, ...], each conditioned on its row of the context.
     *
     * @param key the key
     * @param count the number of samples, 1 or more
     * @param context the columns of the sampler's context, with {@code count} rows
     * @param cancellation a request to stop between two steps
     * @throws IllegalArgumentException if the context does not fit the sampler
     * @throws CancellationException if a stop was requested
     */
    public HostArray draw(RandomKey key, int count, Rows context, Cancellation cancellation) {
        return draw(key, count, parts(count), context, cancellation);
    }

    /**
     * Returns the parts that a number of samples is drawn in.
     *
     * @param count the number of samples, 1 or more
     */
    public List<Ladder.PaddedRun> parts(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count = " + count + " of samples: expected 1 or more");
        }
        return ladder.parts(count);
    }

    /**
     * Returns some rows of the samples that {@link #draw(RandomKey, int, Rows, Cancellation)} returns, so that several loops can share the
     * work.
     *
     * @param key the key
     * @param count the number of samples, 1 or more
     * @param parts which of the {@link #parts} of these samples, one or more
     * @param context the columns of the sampler's context, with {@code count} rows
     * @param cancellation a request to stop between two steps
     * @throws IllegalArgumentException if the context does not fit the sampler
     * @throws CancellationException if a stop was requested
     */
    public HostArray draw(
            RandomKey key, int count, List<Ladder.PaddedRun> parts, Rows context, Cancellation cancellation) {
        RandomKey init = key.fold("init");
        return draw(
                count,
                parts,
                context,
                cancellation,
                key.fold("steps"),
                (program, part) -> program.initialNoise(init, part.from()));
    }

    /**
     * Transforms given noise to samples of shape [count, ...], each conditioned on its row of the context.
     *
     * @param noise the noise arrays of the sampler's initial state, each of shape [count, ...]
     * @param context the columns of the sampler's context, with {@code count} rows
     * @throws IllegalArgumentException if the noise or the context does not fit the sampler, or its steps need noise too
     */
    public HostArray push(List<HostArray> noise, Rows context) {
        List<TensorType> actual = noise.stream().map(HostArray::type).toList();
        if (noise.isEmpty() || actual.get(0).shape().rank() == 0) {
            throw new IllegalArgumentException((noise.isEmpty() ? "no noise" : "noise of types " + actual)
                    + ": expected the arrays that the sampler's initial state asks for, each with an axis of rows");
        }
        int count = noise.get(0).shape().dim(0);
        // No step uses the key.
        return draw(count, parts(count), context, new Cancellation(), RandomKey.of(0), (program, part) -> {
            if (program.isStochastic()) {
                throw new IllegalArgumentException(
                        "the steps of this sampler need noise of their own: draw(key, count) makes it");
            }
            List<TensorType> expected = program.initialNoiseTypes().stream()
                    .map(type -> type.with(type.shape().with(0, count)))
                    .toList();
            if (!actual.equals(expected)) {
                throw new IllegalArgumentException("noise of types " + actual + ": expected " + expected);
            }
            return noise.stream().map(each -> RowPadding.rows(each, part)).toList();
        });
    }

    private interface Beginning<S> {
        List<HostArray> noise(SamplingProgram<S> program, Ladder.PaddedRun part);
    }

    private synchronized HostArray draw(
            int count,
            List<Ladder.PaddedRun> parts,
            Rows context,
            Cancellation cancellation,
            RandomKey steps,
            Beginning<S> beginning) {
        sampler.context().checkFits("the context", context.schema());
        if (!sampler.context().isEmpty() && context.count() != count) {
            throw new IllegalArgumentException("a context of " + context.count() + " rows for " + count
                    + " samples: expected one row for each sample");
        }
        BooleanSupplier stopped =
                () -> cancellation.isRequested() || Thread.currentThread().isInterrupted();
        List<HostArray> drawn = new ArrayList<>();
        for (Ladder.PaddedRun part : parts) {
            // Steps look for themselves. A thread that was interrupted before may still draw one batch, to judge what
            // it has learned.
            boolean stop = drawn.isEmpty() ? cancellation.isRequested() : stopped.getAsBoolean();
            if (sampler.steps() == 0 && stop) {
                throw new CancellationException("sampling was canceled at row " + part.from() + " of " + count);
            }
            SamplingProgram<S> program = Tracing.unless(cancellation::isRequested, () -> program(part.size()));
            List<HostArray> given = sampler.context().names().stream()
                    .map(name -> RowPadding.rows(context.get(name), part))
                    .toList();
            HostArray samples = program.run(beginning.noise(program, part), given, steps, part.from(), stopped);
            drawn.add(RowPadding.trim(samples, part));
        }
        return drawn.size() == 1 ? drawn.get(0) : HostArray.concat(drawn);
    }

    /** Releases native memory once no thread is sampling. Closing twice has no effect. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            closePrograms();
        }
    }

    private synchronized void closePrograms() {
        programs.values().forEach(SamplingProgram::close);
        programs.clear();
    }
}
