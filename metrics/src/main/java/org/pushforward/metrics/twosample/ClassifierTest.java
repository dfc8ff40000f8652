package org.pushforward.metrics.twosample;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The classifier two-sample test: can a classifier predict the sample of points that it was not trained on? The pooled points are
 * split into k folds, and each fold is predicted by a classifier that was fitted to the others. For two Gaussians with equal
 * covariance whose means are d standard deviations apart, the best accuracy is Phi(d / 2), and the area under the curve is
 * Phi(d / sqrt 2).
 *
 * <p>The best accuracy is a bound. A classifier that learns from few points may stay far below it, so compare accuracies of one
 * classifier and one number of points.
 *
 * <p>Lopez-Paz and Oquab, <i>Revisiting classifier two-sample tests</i>, 2017.
 *
 * @param classifier the classifier
 * @param folds the number of folds, 2 or more
 */
public record ClassifierTest(Classifier classifier, int folds) {

    /** The features of a logistic regression. */
    public enum Features implements Classifier {
        /** The columns; detects different means. */
        LINEAR,
        /** The columns and all products of two columns; also detects different covariances. */
        QUADRATIC;

        @Override
        public double[] probabilities(double[][] points, boolean[] first, double[][] others, RandomKey key) {
            LogisticRegression fitted = LogisticRegression.fitted(seen(points), first);
            return Arrays.stream(seen(others)).mapToDouble(fitted::probability).toArray();
        }

        private double[][] seen(double[][] points) {
            if (this == LINEAR) {
                return points;
            }
            int width = points[0].length;
            double[][] seen = new double[points.length][width + width * (width + 1) / 2];
            for (int row = 0; row < points.length; row++) {
                System.arraycopy(points[row], 0, seen[row], 0, width);
                int position = width;
                for (int i = 0; i < width; i++) {
                    for (int j = 0; j <= i; j++) {
                        seen[row][position++] = points[row][i] * points[row][j];
                    }
                }
            }
            return seen;
        }
    }

    /**
     * The result of the test.
     *
     * @param accuracy the share of points whose sample was predicted correctly
     * @param area the area under the receiver operating characteristic: the share of pairs in which the point of the first sample
     *     gets a higher probability of the first sample than the point of the second
     * @param firstAsFirst the number of points of the first sample that were predicted correctly
     * @param firstAsSecond the number of points of the first sample that were predicted to be of the second
     * @param secondAsFirst the number of points of the second sample that were predicted to be of the first
     * @param secondAsSecond the number of points of the second sample that were predicted correctly
     * @param pValue the probability, by the normal approximation for independent predictions, that always guessing the larger
     *     sample reaches this accuracy
     * @param remarks remarks on the samples, such as constant columns
     */
    public record ClassifierTestResult(
            double accuracy,
            double area,
            int firstAsFirst,
            int firstAsSecond,
            int secondAsFirst,
            int secondAsSecond,
            double pValue,
            List<String> remarks) {}

    /** Refuses a single fold. */
    public ClassifierTest {
        if (folds < 2) {
            throw new IllegalArgumentException(folds + " folds: expected 2 or more");
        }
    }

    /** Returns the test with five folds. */
    public static ClassifierTest of(Classifier classifier) {
        return new ClassifierTest(classifier, 5);
    }

    /**
     * Tests two samples, with columns standardized as the classifier requires.
     *
     * @param first a sample, floating [n, d]
     * @param second another, floating [m, d]
     * @param key the key that folds are drawn from
     * @throws IllegalArgumentException if samples cannot be compared
     */
    public ClassifierTestResult test(HostArray first, HostArray second, RandomKey key) {
        StandardizedPair pair = classifier.standardized(first, second);
        boolean[] labels = labels(pair);
        double[] probabilities = heldOut(pair.pooled(), labels, key);
        int[][] confusion = new int[2][2];
        for (int i = 0; i < labels.length; i++) {
            confusion[labels[i] ? 0 : 1][probabilities[i] > 0.5 ? 0 : 1]++;
        }
        double accuracy = (confusion[0][0] + confusion[1][1]) / (double) labels.length;
        double guess = Math.max(pair.first().length, pair.second().length) / (double) labels.length;
        double z = (accuracy - guess) / Math.sqrt(guess * (1 - guess) / labels.length);
        return new ClassifierTestResult(
                accuracy,
                area(probabilities, labels),
                confusion[0][0],
                confusion[0][1],
                confusion[1][0],
                confusion[1][1],
                NormalProbability.cumulative(-z),
                pair.remarks());
    }

    /**
     * Returns the p-value of the area under the curve by permutation: labels are shuffled, all folds are fitted again, and the
     * p-value is (1 + number of permutations that reach the area) / (1 + number of permutations). It does not assume that
     * predictions are independent. The samples are standardized by {@link Classifier#exchangeable}.
     */
    public double permutationP(HostArray first, HostArray second, int permutations, RandomKey key) {
        StandardizedPair pair = classifier.exchangeable(first, second);
        double[][] points = pair.pooled();
        boolean[] labels = labels(pair);
        double area = area(heldOut(points, labels, key.fold("folds")), labels);
        int reached = 1;
        for (int i = 0; i < permutations; i++) {
            int[] order = key.fold(i).permutation(labels.length);
            boolean[] shuffled = new boolean[labels.length];
            for (int j = 0; j < labels.length; j++) {
                shuffled[j] = labels[order[j]];
            }
            reached += area(heldOut(points, shuffled, key.fold("folds")), shuffled) >= area ? 1 : 0;
        }
        return reached / (1.0 + permutations);
    }

    private static boolean[] labels(StandardizedPair pair) {
        boolean[] labels = new boolean[pair.first().length + pair.second().length];
        Arrays.fill(labels, 0, pair.first().length, true);
        return labels;
    }

    private double[] heldOut(double[][] points, boolean[] labels, RandomKey key) {
        int[] order = key.permutation(labels.length);
        double[] probabilities = new double[labels.length];
        for (int fold = 0; fold < folds; fold++) {
            int here = fold;
            int[] learned = taken(order, i -> i % folds != here);
            int[] asked = taken(order, i -> i % folds == here);
            boolean[] known = new boolean[learned.length];
            for (int i = 0; i < learned.length; i++) {
                known[i] = labels[learned[i]];
            }
            double[] told = classifier.probabilities(
                    rows(points, learned),
                    known,
                    rows(points, asked),
                    key.fold(fold).fold("classifier"));
            for (int i = 0; i < asked.length; i++) {
                probabilities[asked[i]] = told[i];
            }
        }
        return probabilities;
    }

    private static int[] taken(int[] order, IntPredicate places) {
        return IntStream.range(0, order.length)
                .filter(places)
                .map(i -> order[i])
                .toArray();
    }

    private static double[][] rows(double[][] points, int[] positions) {
        return Arrays.stream(positions).mapToObj(i -> points[i]).toArray(double[][]::new);
    }

    /** Returns the share of pairs in which the point of the first sample has the higher probability; a tie is half a pair. */
    private static double area(double[] probabilities, boolean[] labels) {
        int[] ascending = IntStream.range(0, labels.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> probabilities[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        double ranks = 0;
        long positives = 0;
        for (int from = 0; from < ascending.length; ) {
            int to = from;
            while (to < ascending.length && probabilities[ascending[to]] == probabilities[ascending[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                if (labels[ascending[i]]) {
                    ranks += 0.5 * (from + to + 1);
                    positives++;
                }
            }
            from = to;
        }
        double negatives = labels.length - positives;
        return (ranks - positives * (positives + 1) / 2.0) / (positives * negatives);
    }
}
