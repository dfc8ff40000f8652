package org.pushforward.metrics.inference;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Positive scores of several contestants, each trained several times and scored on several sets after each training. The class
 * tests which contestants differ from the best.
 *
 * <p>Let L be the log score of contestant m in training s on set j. All k contestants are scored on the same sets, so an effect
 * that a set has on all contestants cancels in differences of L. Subtracting the mean of each contestant and of each (s, j) leaves
 * residuals with two parts: variation between trainings, with variance v_s of the mean of a training, and variation between sets
 * within a training, with variance v_j. The difference between two contestants then has variance 2 v_s / S for S trainings, pooled
 * over the contestants, with (k - 1)(S - 1) degrees of freedom. If all sets come from the same few blocks, more sets add no data.
 * Random halves of the blocks vary as much as all blocks do between draws of new blocks, so 2 v_j is added, with one degree of
 * freedom fewer than there are blocks. Degrees of freedom are combined by Satterthwaite's formula.
 *
 * <p>McCarthy, <i>Pseudo-replication: half samples</i>, 1969; Satterthwaite, <i>An approximate distribution of estimates of variance
 * components</i>, 1946.
 *
 * @param scores positive scores [contestant][training][set], two trainings or more
 * @param blocks the number of blocks that all sets are random halves of; 0 if each set is new data
 */
public record RepeatedScores(double[][][] scores, int blocks) {
    /** Refuses scores that are not positive, an incomplete table, and a single training. */
    public RepeatedScores {
        if (scores.length == 0 || scores[0].length < 2 || scores[0][0].length == 0 || blocks < 0 || blocks == 1) {
            throw new IllegalArgumentException("scores of " + scores.length + " contestants in "
                    + (scores.length == 0 ? 0 : scores[0].length) + " trainings with " + blocks
                    + " blocks: expected 1 contestant, 2 trainings, 1 set at least, and 0 blocks or 2 and more");
        }
        for (double[][] contestant : scores) {
            for (double[] training : contestant) {
                if (contestant.length != scores[0].length
                        || training.length != scores[0][0].length
                        || !Arrays.stream(training).allMatch(score -> score > 0 && score < Double.POSITIVE_INFINITY)) {
                    throw new IllegalArgumentException("scores " + Arrays.toString(training) + ": expected "
                            + scores[0][0].length + " positive, finite numbers for each of " + scores[0].length
                            + " trainings");
                }
            }
        }
    }

    private int trainings() {
        return scores[0].length;
    }

    private int sets() {
        return scores[0][0].length;
    }

    /** Returns the contestant with the least mean logarithm. */
    public int best() {
        double[] means = means();
        return IntStream.range(0, means.length)
                .reduce((a, b) -> means[b] < means[a] ? b : a)
                .orElseThrow();
    }

    /**
     * Returns the p-value of each contestant's difference from the best; 1 for the best itself. The p-values are adjusted by {@link
     * Holm} for all pairs of contestants, because the same scores determine which one is the best.
     */
    public double[] pValues() {
        double[] means = means();
        int best = best();
        int count = means.length;
        double[] ofPairs = new double[count * (count - 1) / 2];
        int pair = 0;
        for (int m = 0; m < count; m++) {
            for (int other = 0; other < m; other++) {
                ofPairs[pair++] = pValue(means[m] - means[other]);
            }
        }
        double[] adjusted = Holm.adjusted(ofPairs);
        double[] all = new double[count];
        Arrays.fill(all, 1);
        pair = 0;
        for (int m = 0; m < count; m++) {
            for (int other = 0; other < m; other++) {
                if (m == best || other == best) {
                    all[m == best ? other : m] = adjusted[pair];
                }
                pair++;
            }
        }
        return all;
    }

    /**
     * Returns, for each contestant, whether its difference from the best is not significant: the best itself, and all contestants
     * whose adjusted p-value is above the level.
     *
     * @param level the largest accepted probability of declaring equal contestants different, such as 0.05
     */
    public boolean[] indistinguishableFromBest(double level) {
        double[] pValues = pValues();
        boolean[] indistinguishable = new boolean[pValues.length];
        for (int m = 0; m < pValues.length; m++) {
            indistinguishable[m] = pValues[m] > level;
        }
        return indistinguishable;
    }

    private double[] means() {
        return Arrays.stream(scores)
                .mapToDouble(contestant -> Arrays.stream(contestant)
                        .flatMapToDouble(Arrays::stream)
                        .map(Math::log)
                        .average()
                        .orElseThrow())
                .toArray();
    }

    /**
     * Returns the ratio between the true scores of two contestants at which the tests find a difference with the given probability. It is
     * computed for the first and strictest of Holm's tests, whose level is divided by the number of pairs. The ratio is as uncertain as the
     * estimated variance.
     *
     * @param level the level of all comparisons together
     * @param power the probability, such as 0.8
     */
    public double detectableRatio(double level, double power) {
        int pairs = scores.length * (scores.length - 1) / 2;
        DifferenceVariance variance = variance();
        return Math.exp(
                new DetectableDifference(Math.sqrt(variance.sum()), variance.freedom(), level / pairs).at(power));
    }

    private double pValue(double difference) {
        DifferenceVariance variance = variance();
        if (variance.sum() == 0) {
            return difference == 0 ? 1 : 0;
        }
        return new Student(variance.freedom()).twoSided(difference / Math.sqrt(variance.sum()));
    }

    /** The variance of the difference between two contestants, with Satterthwaite's degrees of freedom. */
    private record DifferenceVariance(double sum, double freedom) {}

    private DifferenceVariance variance() {
        double ofTrainings = 2 * trainingVariance() / trainings();
        double ofBlocks = blocks == 0 ? 0 : 2 * setVariance();
        double sum = ofTrainings + ofBlocks;
        double squares = ofTrainings * ofTrainings / ((scores.length - 1.0) * (trainings() - 1))
                + ofBlocks * ofBlocks / (blocks - 1.0);
        return new DifferenceVariance(sum, sum == 0 ? 1 : sum * sum / squares);
    }

    /** Returns the variance of the mean of a training, after subtracting the effects of contestant and training. */
    private double trainingVariance() {
        double[][] table = new double[scores.length][trainings()];
        for (int m = 0; m < table.length; m++) {
            for (int s = 0; s < table[m].length; s++) {
                table[m][s] = logMean(scores[m][s]);
            }
        }
        return squaredInteraction(table) / ((scores.length - 1.0) * (trainings() - 1));
    }

    /** Returns the variance between sets within a training, pooled over trainings. */
    private double setVariance() {
        if (sets() == 1) {
            throw new IllegalArgumentException("scores on one set that is half of " + blocks
                    + " blocks: expected 2 sets or more, to see how much halves differ");
        }
        double squares = 0;
        for (int s = 0; s < trainings(); s++) {
            double[][] table = new double[scores.length][];
            for (int m = 0; m < table.length; m++) {
                table[m] = Arrays.stream(scores[m][s]).map(Math::log).toArray();
            }
            squares += squaredInteraction(table);
        }
        return squares / ((scores.length - 1.0) * trainings() * (sets() - 1));
    }

    private static double logMean(double[] values) {
        return Arrays.stream(values).map(Math::log).average().orElseThrow();
    }

    /** Returns the sum of squares left after subtracting row and column effects. */
    private static double squaredInteraction(double[][] table) {
        int columns = table[0].length;
        double[] ofColumn = new double[columns];
        double[] ofRow = new double[table.length];
        double ofAll = 0;
        for (int m = 0; m < table.length; m++) {
            for (int s = 0; s < columns; s++) {
                ofRow[m] += table[m][s] / columns;
                ofColumn[s] += table[m][s] / table.length;
                ofAll += table[m][s] / (table.length * columns);
            }
        }
        double squares = 0;
        for (int m = 0; m < table.length; m++) {
            for (int s = 0; s < columns; s++) {
                double residual = table[m][s] - ofRow[m] - ofColumn[s] + ofAll;
                squares += residual * residual;
            }
        }
        return squares;
    }
}
