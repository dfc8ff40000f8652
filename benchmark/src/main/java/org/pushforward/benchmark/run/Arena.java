package org.pushforward.benchmark.run;

import org.pushforward.backend.Backend;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.MetricSettings;
import org.pushforward.benchmark.data.TargetLaw;
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
 * @param heldOut two disjoint sets of held-out samples; scores compare with the first, the floor is between both
 * @param directions the directions
 * @param key the key
 */
record Arena(String name, TargetLaw target, Floor.Halves heldOut, HostArray directions, RandomKey key) {

    /** Draws what models will meet. */
    static Arena of(ComparisonSettings settings, MetricSettings metrics, RandomKey root) {
        TargetLaw target = settings.data().load();
        target.checkWidth();
        RandomKey key = root.fold(settings.name());
        return new Arena(
                settings.name(),
                target,
                target.heldOut(metrics.samples(), key.fold("held-out")),
                Directions.uniform(
                        key.fold("directions"),
                        metrics.directions(),
                        target.domain().dimension()),
                key);
    }

    /** Returns how many samples are scored. */
    int samples() {
        return heldOut.first().shape().dim(0);
    }

    /** Returns the distances of samples from the held-out ones, computed on an engine. */
    Scores score(Backend backend, HostArray samples) {
        SlicedDistance distance =
                new SlicedWasserstein(backend, MetricSettings.ORDER).distance(samples, heldOut.first(), directions);
        return new Scores(distance.sliced(), distance.standardError(), distance.maxSliced());
    }

    /** Returns the distances between the two sets of held-out samples. */
    Scores floor(Backend backend) {
        return score(backend, heldOut.second());
    }
}
