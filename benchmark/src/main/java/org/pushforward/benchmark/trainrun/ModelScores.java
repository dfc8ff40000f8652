package org.pushforward.benchmark.trainrun;

import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Rows;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.model.DensityModel;
import org.pushforward.model.Model;
import org.pushforward.model.SampledModel;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;

/**
 * How well a model fits rows that it was not trained on.
 *
 * @param logLikelihood the mean log-density of the rows in nats, in their own units, if the model has a density
 * @param logLikelihoodError the standard error of {@code logLikelihood}
 * @param slicedWasserstein the sliced Wasserstein distance of order 2 between samples and rows, if samples can be drawn
 * @param slicedWassersteinFloor the same distance between two halves of the rows
 * @param samples the samples, of shape [count, elements]
 */
public record ModelScores(
        OptionalDouble logLikelihood,
        OptionalDouble logLikelihoodError,
        OptionalDouble slicedWasserstein,
        OptionalDouble slicedWassersteinFloor,
        Optional<HostArray> samples) {
    private static final int DIRECTIONS = 256;
    private static final int MOST_ROWS = 10_000;
    private static final int MOST_ELEMENTS = 4096;
    private static final ModelScores NONE = new ModelScores(
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            Optional.empty());

    /**
     * Scores a model on some rows.
     *
     * @throws java.util.concurrent.CancellationException if cancellation was requested
     */
    public static ModelScores of(
            Trained<Model> trained, Backend backend, Rows rows, RandomKey key, Cancellation cancellation) {
        if (rows.count() < 2) {
            return NONE;
        }
        Rows some = rows.range(0, Math.min(rows.count(), MOST_ROWS));
        ModelScores density = trained.model() instanceof DensityModel ? density(trained, rows) : NONE;
        Optional<HostArray> samples = drawn(trained, some, key, cancellation);
        if (samples.isEmpty() || samples.get().size() / some.count() > MOST_ELEMENTS || some.count() < 4) {
            return density.with(OptionalDouble.empty(), OptionalDouble.empty(), samples);
        }
        SlicedWasserstein distance = new SlicedWasserstein(backend, 2, cancellation);
        HostArray real = vectors(some.x());
        int half = some.count() / 2;
        return density.with(
                OptionalDouble.of(distance.distance(
                                samples.get().rows(0, half), real.rows(0, half), DIRECTIONS, key.fold("directions"))
                        .sliced()),
                OptionalDouble.of(distance.distance(
                                real.rows(half, 2 * half), real.rows(0, half), DIRECTIONS, key.fold("directions"))
                        .sliced()),
                samples);
    }

    private ModelScores with(OptionalDouble distance, OptionalDouble floor, Optional<HostArray> drawn) {
        return new ModelScores(logLikelihood, logLikelihoodError, distance, floor, drawn);
    }

    private static ModelScores density(Trained<Model> trained, Rows rows) {
        double[] each = trained.logProb(rows).toDoubles();
        double mean = 0;
        for (double value : each) {
            mean += value / each.length;
        }
        double squares = 0;
        for (double value : each) {
            squares += (value - mean) * (value - mean);
        }
        double error = Math.sqrt(squares / (each.length - 1.0) / each.length);
        return new ModelScores(
                OptionalDouble.of(mean),
                OptionalDouble.of(error),
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                Optional.empty());
    }

    /** Returns one sample for each row, conditioned on the row if the model is conditional; empty if no samples can be drawn. */
    static Optional<HostArray> drawn(Trained<Model> trained, Rows rows, RandomKey key, Cancellation cancellation) {
        if (!(trained.model() instanceof SampledModel sampled)) {
            return Optional.empty();
        }
        boolean conditional = !sampled.sampler().context().isEmpty();
        if (conditional
                && !rows.schema()
                        .names()
                        .containsAll(sampled.sampler().context().names())) {
            return Optional.empty();
        }
        HostArray drawn =
                trained.sample(key.fold("samples"), rows.count(), conditional ? rows : Rows.none(), cancellation);
        return Optional.of(vectors(drawn));
    }

    static HostArray vectors(HostArray array) {
        int count = array.shape().dim(0);
        return array.reshape(Shape.of(count, count == 0 ? 0 : array.size() / count));
    }
}
