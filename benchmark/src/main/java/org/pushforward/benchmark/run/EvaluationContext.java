package org.pushforward.benchmark.run;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.MetricSettings;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.metrics.Directions;
import org.pushforward.metrics.Floor;
import org.pushforward.metrics.SlicedDistance;
import org.pushforward.metrics.SlicedWasserstein;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * What every model of a comparison meets: the law to learn, the held-out samples, the directions that distances are taken
 * along, and the key that all of the comparison's randomness comes from. Equal on all engines. Immutable.
 *
 * @param name the name of the comparison
 * @param target the law
 * @param heldOut pairs of disjoint sets of held-out samples; scores compare with the first of each, floors are between both,
 *     and either is the mean over the pairs, since one draw alone varies by a fifth
 * @param directions the directions
 * @param key the key
 */
record EvaluationContext(String name, Target target, List<Floor.Halves> heldOut, HostArray directions, RandomKey key) {

    private static final int SPLITS = 4;

    /** Draws what models will meet. */
    static EvaluationContext of(ComparisonSettings settings, MetricSettings metrics, RandomKey root) {
        Target target = settings.data().load();
        target.checkWidth();
        RandomKey key = root.fold(settings.name());
        return new EvaluationContext(
                settings.name(),
                target,
                key.fold("held-out").split(SPLITS).stream()
                        .map(split -> target.heldOut(metrics.samples(), split))
                        .toList(),
                Directions.uniform(
                        key.fold("directions"),
                        metrics.directions(),
                        target.domain().dimension()),
                key);
    }

    /** Returns the held-out samples that densities, pictures and trials are taken from. */
    HostArray test() {
        return heldOut.get(0).first();
    }

    /** Returns how many samples are scored. */
    int samples() {
        return test().shape().dim(0);
    }

    /** Returns the distances of samples from the held-out ones, computed on an engine. */
    Scores score(Backend backend, HostArray samples) {
        return mean(backend, halves -> samples);
    }

    /** Returns the distances between two sets of held-out samples. */
    Scores floor(Backend backend) {
        return mean(backend, Floor.Halves::second);
    }

    private Scores mean(Backend backend, Function<Floor.Halves, HostArray> samples) {
        SlicedWasserstein distance = new SlicedWasserstein(backend, MetricSettings.ORDER);
        List<SlicedDistance> distances = heldOut.stream()
                .map(halves -> distance.distance(samples.apply(halves), halves.first(), directions))
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
