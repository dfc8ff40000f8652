package org.pushforward.benchmark.run;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.benchmark.data.HeldOut;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.data.Rows;
import org.pushforward.metrics.Directions;
import org.pushforward.metrics.SlicedDistance;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Everything that the models of a comparison share: the distribution, the held-out rows, the directions for distances,
 * and the key of all random numbers. It is the same on all engines. Immutable.
 *
 * @param name the name of the comparison
 * @param target the distribution
 * @param settings how models are evaluated
 * @param heldOut pairs of disjoint sets of held-out rows; scores compare with the first of each, floors are between both, and
 *     either is the mean over the pairs, since one draw alone varies by a fifth
 * @param directions the directions
 * @param key the key
 */
record EvaluationContext(
        String name,
        Target target,
        EvaluationSettings settings,
        List<HeldOut> heldOut,
        HostArray directions,
        RandomKey key) {

    private static final int SPLITS = 4;

    /** Draws the held-out rows and the directions. */
    static EvaluationContext of(ComparisonSettings comparison, EvaluationSettings settings, RandomKey root) {
        Target target = comparison.data().load();
        target.checkWidth();
        RandomKey key = root.fold(comparison.name());
        return new EvaluationContext(
                comparison.name(),
                target,
                settings,
                key.fold("held-out").split(SPLITS).stream()
                        .map(split -> target.heldOut(settings.samples(), split))
                        .toList(),
                Directions.uniform(
                        key.fold("directions"),
                        settings.directions(),
                        target.domain().dimension()),
                key);
    }

    /** Returns the key of all random numbers of one model. */
    RandomKey keyOf(Candidate candidate) {
        return key.fold(candidate.label());
    }

    /** Returns the held-out rows that densities, pictures and trials are taken from. */
    Rows test() {
        return heldOut.get(0).first();
    }

    /** Returns the number of samples that are scored. */
    int samples() {
        return test().count();
    }

    /** Returns samples of any shape as vectors, [count, elements]. */
    static HostArray vectors(HostArray samples) {
        int count = samples.shape().dim(0);
        return samples.reshape(Shape.of(count, samples.size() / Math.max(1, count)));
    }

    /** Returns the distances of samples from the held-out ones, computed on an engine. */
    Scores score(Backend backend, HostArray samples) {
        return mean(backend, halves -> samples);
    }

    /** Returns the distances between two sets of held-out samples. */
    Scores floor(Backend backend) {
        return mean(backend, halves -> halves.second().x());
    }

    private Scores mean(Backend backend, Function<HeldOut, HostArray> samples) {
        SlicedWasserstein distance = new SlicedWasserstein(backend, EvaluationSettings.ORDER);
        List<SlicedDistance> distances = heldOut.stream()
                .map(halves -> distance.distance(
                        vectors(samples.apply(halves)), vectors(halves.first().x()), directions))
                .toList();
        return new Scores(
                mean(distances, SlicedDistance::sliced),
                mean(distances, SlicedDistance::standardError),
                mean(distances, SlicedDistance::maxSliced));
    }

    private static double mean(List<SlicedDistance> distances, ToDoubleFunction<SlicedDistance> number) {
        return distances.stream().mapToDouble(number).average().orElseThrow();
    }
}
