package org.pushforward.metrics.calibration;

import java.util.Arrays;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.twosample.Classifier;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * The local classifier two-sample test: is a posterior correct for one observation? For each simulation, a classifier sees the data
 * together with either the parameters that they were simulated from or a draw from the posterior given these data, and learns to tell
 * which. The statistic is the mean of (p - 1/2)^2 over draws for the observation, where p is the predicted probability. It is small if the
 * classifier cannot tell.
 *
 * <p>If the posterior is correct, the parameters and the draw of a simulation have the same distribution given the data. So for each
 * permutation the labels of random pairs are swapped, and the classifier is fitted again. The test uses one draw of each simulation.
 *
 * <p>The test detects only faults that the classifier can express. If the classifier is too simple, a fault at other data may affect the
 * result at the observation.
 *
 * <p>Linhart, Gramfort and Rodrigues, <i>L-C2ST: local diagnostics for posterior approximations in simulation-based inference</i>, 2023.
 *
 * @param classifier the classifier
 * @param permutations the number of permutations of labels, 1 or more
 */
public record LocalClassifierTest(Classifier classifier, int permutations) {

    /**
     * The result of the test.
     *
     * @param statistic the mean of (p - 1/2)^2, from 0 to 1/4
     * @param pValue the probability of a statistic as large if the posterior is correct: (1 + number of permutations that reach it) / (1 +
     *     number of permutations)
     */
    public record LocalTestResult(double statistic, double pValue) {}

    /** Refuses fewer than one permutation. */
    public LocalClassifierTest {
        if (permutations < 1) {
            throw new IllegalArgumentException(permutations + " permutations: expected 1 or more");
        }
    }

    /**
     * Tests the posterior of an observation.
     *
     * @param simulations parameters and data, each with one or more draws from the posterior
     * @param observation the data at which the posterior is tested, [coordinate]
     * @param draws draws from the posterior of the observation, [draw][parameter], one or more
     * @param key the key of everything random
     * @throws IllegalArgumentException if widths disagree, or there are fewer than two simulations
     */
    public LocalTestResult test(Simulations simulations, double[] observation, double[][] draws, RandomKey key) {
        int count = simulations.count();
        int parameters = simulations.truth()[0].length;
        if (count < 2
                || draws.length == 0
                || draws[0].length != parameters
                || observation.length != simulations.data()[0].length) {
            throw new IllegalArgumentException(draws.length + " draws for an observation of " + observation.length
                    + " numbers beside " + count + " simulations of " + parameters + " parameters and "
                    + simulations.data()[0].length
                    + " data: expected 1 draw and 2 simulations or more, of the same widths");
        }
        double[][] points = new double[2 * count][];
        boolean[] first = new boolean[2 * count];
        for (int i = 0; i < count; i++) {
            points[2 * i] = joined(simulations.truth()[i], simulations.data()[i]);
            points[2 * i + 1] = joined(simulations.draws()[i][0], simulations.data()[i]);
            first[2 * i] = true;
        }
        double[][] asked =
                Arrays.stream(draws).map(draw -> joined(draw, observation)).toArray(double[][]::new);
        standardize(points, asked);
        double statistic = statistic(points, first, asked, key);
        int reached = 1;
        for (int i = 0; i < permutations; i++) {
            reached += statistic(points, swapped(first, key.fold(i)), asked, key) >= statistic ? 1 : 0;
        }
        return new LocalTestResult(statistic, reached / (1.0 + permutations));
    }

    private double statistic(double[][] points, boolean[] first, double[][] asked, RandomKey key) {
        double sum = 0;
        for (double p : classifier.probabilities(points, first, asked, key.fold("classifier"))) {
            sum += (p - 0.5) * (p - 0.5);
        }
        return sum / asked.length;
    }

    private static boolean[] swapped(boolean[] first, RandomKey key) {
        double[] uniform = key.uniform(Shape.of(first.length / 2)).toDoubles();
        boolean[] swapped = first.clone();
        for (int i = 0; i < uniform.length; i++) {
            if (uniform[i] < 0.5) {
                swapped[2 * i] = false;
                swapped[2 * i + 1] = true;
            }
        }
        return swapped;
    }

    private static double[] joined(double[] parameters, double[] data) {
        double[] joined = Arrays.copyOf(parameters, parameters.length + data.length);
        System.arraycopy(data, 0, joined, parameters.length, data.length);
        return joined;
    }

    /** Standardizes columns by the points that the classifier learns from; a constant column becomes 0. */
    private static void standardize(double[][] points, double[][] asked) {
        for (int j = 0; j < points[0].length; j++) {
            int column = j;
            Estimate estimate = Estimate.of(
                    Arrays.stream(points).mapToDouble(point -> point[column]).toArray());
            double deviation = estimate.standardDeviation() > 0 ? estimate.standardDeviation() : 1;
            for (double[][] rows : new double[][][] {points, asked}) {
                for (double[] row : rows) {
                    row[j] = (row[j] - estimate.mean()) / deviation;
                }
            }
        }
    }
}
