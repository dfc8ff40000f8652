package org.pushforward.benchmark.report;

import java.util.List;
import java.util.Optional;
import org.pushforward.metrics.inference.NullBand;

/**
 * What real data score.
 *
 * @param fresh the distances of one set of held-out data from another, for many pairs of sets
 * @param training those of recorded training data from held-out data; empty where training data are drawn afresh, and so are as fresh
 */
public record RealScores(List<Scores> fresh, List<Scores> training) {
    /** The probability of the bands: a perfect model is above one with half of what is left. */
    public static final double LEVEL = 0.9;

    /** Copies the lists. */
    public RealScores {
        fresh = List.copyOf(fresh);
        training = List.copyOf(training);
    }

    /**
     * Returns the band of one of the distances, if there are enough scores to have one.
     *
     * @param kind which of the distances
     * @param averaged over how many independent sets a model's score is the mean
     */
    public Optional<NullBand> band(Scores.Kind kind, int averaged) {
        return band(fresh, kind, averaged);
    }

    /** Returns the band in which training data are from held-out data, one set of each. */
    public Optional<NullBand> trainingBand(Scores.Kind kind) {
        return band(training, kind, 1);
    }

    private static Optional<NullBand> band(List<Scores> scores, Scores.Kind kind, int averaged) {
        double[] numbers = scores.stream().mapToDouble(kind::of).toArray();
        for (double number : numbers) {
            if (!(number > 0)) {
                return Optional.empty();
            }
        }
        return numbers.length < 2 ? Optional.empty() : Optional.of(NullBand.of(numbers, averaged, LEVEL));
    }
}
