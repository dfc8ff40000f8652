package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.benchmark.data.HeldOut;
import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.RealScores;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.metrics.Directions;
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
 * @param examined the rows at which densities are evaluated
 * @param directions the directions
 * @param key the key
 */
record EvaluationContext(
        String name, Target target, EvaluationSettings settings, Rows examined, HostArray directions, RandomKey key) {

    /** The number of pairs of sets of real data, which determines the ends of their band to about a tenth of its width. */
    private static final int PAIRS = 64;

    /** Draws the held-out rows and the directions. */
    static EvaluationContext of(ComparisonSettings comparison, EvaluationSettings settings, RandomKey root) {
        Target target = comparison.data().load();
        target.checkWidth();
        RandomKey key = root.fold(comparison.name());
        return new EvaluationContext(
                comparison.name(),
                target,
                settings,
                target.examined(settings.samples(), key.fold("examined")),
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

    /** Returns the held-out rows that one set of samples of a training is compared with, which are the same for every model. */
    HeldOut heldOut(int training, int set) {
        return target.heldOut(
                settings.samples(), key.fold("held-out").fold(training).fold(set));
    }

    /** Returns held-out rows for pictures. */
    Rows pictured(int atMost) {
        return target.pictured(atMost, key.fold("pictured"));
    }

    /** Returns samples of any shape as vectors, [count, elements]. */
    static HostArray vectors(HostArray samples) {
        int count = samples.shape().dim(0);
        return samples.reshape(Shape.of(count, samples.size() / Math.max(1, count)));
    }

    /** Returns the distances, computed on an engine until a stop is requested. */
    Distances distances(Backend backend, Cancellation cancellation) {
        return new Distances(new SlicedWasserstein(backend, EvaluationSettings.ORDER, cancellation), directions);
    }

    /** Returns the scores of real data: of pairs of held-out sets and, if training data are recorded, of training data. */
    RealScores real(Backend backend, Cancellation cancellation) {
        Distances distances = distances(backend, cancellation);
        List<Scores> fresh = new ArrayList<>();
        List<Scores> training = new ArrayList<>();
        for (int pair = 0; pair < PAIRS; pair++) {
            HeldOut sets = target.heldOut(settings.samples(), key.fold("real").fold(pair));
            fresh.add(distances.between(vectors(sets.second().x()), sets.first()));
            if (target.training() instanceof Dataset recorded
                    && recorded.size() >= sets.first().count()) {
                int[] order = key.fold("learned from").fold(pair).permutation(recorded.size());
                int[] chosen = Arrays.copyOf(order, sets.first().count());
                training.add(
                        distances.between(vectors(recorded.rows().take(chosen).x()), sets.first()));
            }
        }
        return new RealScores(fresh, training);
    }

    /** Returns the mean of each unit of the examined rows: a unit is a block, or a row if rows are independent. */
    double[] byUnit(double[] byRow) {
        int units = target.blocks() == 0 ? byRow.length : target.blocks();
        int rows = byRow.length / units;
        double[] means = new double[units];
        for (int row = 0; row < units * rows; row++) {
            means[row / rows] += byRow[row] / rows;
        }
        return means;
    }

    /**
     * Returns the amounts to add to the log-densities of the examined rows to get densities of the original quantity; empty if the
     * data are not fields.
     */
    Optional<double[]> logDerivatives() {
        if (!(target.domain() instanceof Field field)) {
            return Optional.empty();
        }
        double[] changes = new double[examined.count()];
        double[] values = examined.x().toDoubles();
        for (int i = 0; i < values.length; i++) {
            changes[i / field.dimension()] += field.logDerivative(values[i]);
        }
        return Optional.of(changes);
    }
}
