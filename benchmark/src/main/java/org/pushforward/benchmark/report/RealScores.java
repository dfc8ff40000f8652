package org.pushforward.benchmark.report;

import java.util.List;
import java.util.Optional;
import org.pushforward.metrics.inference.NullBand;

/**
 * The scores of real data.
 *
 * @param fresh the distances between two sets of held-out data, for many pairs of sets
 * @param training the distances between recorded training data and held-out data; empty if training data are drawn anew in every
 *     iteration, since then they are fresh data too
 */
public record RealScores(List<Scores> fresh, List<Scores> training) {
    /** The probability of the bands. A perfect model is above a band with half of the remaining probability. */
    public static final double LEVEL = 0.9;

    /** Copies the lists. */
    public RealScores {
        fresh = List.copyOf(fresh);
        training = List.copyOf(training);
    }

    /**
     * Returns the band of one of the distances; empty if there are fewer than two scores or a score is not positive.
     *
     * @param kind the kind of distance
     * @param averaged the number of independent sets over which the score of a model is averaged
     */
    public Optional<NullBand> band(Scores.DistanceKind kind, int averaged) {
        return band(fresh, kind, averaged);
    }

    /** Returns the band of the distance between one set of training data and one set of held-out data. */
    public Optional<NullBand> trainingBand(Scores.DistanceKind kind) {
        return band(training, kind, 1);
    }

    private static Optional<NullBand> band(List<Scores> scores, Scores.DistanceKind kind, int averaged) {
        double[] numbers = scores.stream().mapToDouble(kind::of).toArray();
        for (double number : numbers) {
            if (!(number > 0)) {
                return Optional.empty();
            }
        }
        return numbers.length < 2 ? Optional.empty() : Optional.of(NullBand.of(numbers, averaged, LEVEL));
    }
}
