package org.pushforward.metrics;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * The Wasserstein distance of order p between two samples on the line, in closed form: the integral over q from 0 to 1 of |F^-1(q)
 * - G^-1(q)|^p, to the power 1/p. If both samples have n numbers, it is (1/n sum_i |x_(i) - y_(i)|^p)^(1/p), where x_(i) is the
 * i-th
 * smallest.
 */
public final class OneDimensionalWasserstein {
    private OneDimensionalWasserstein() {}

    /**
     * Returns the distance W_p, not W_p^p, between two samples, which may differ in size.
     *
     * @param x a sample, of one number or more
     * @param y another sample
     * @param order the order p, 1 or more
     * @throws IllegalArgumentException if a sample is empty or contains NaN or infinity, or the order is out of range
     */
    public static double distance(double[] x, double[] y, double order) {
        checkOrder(order);
        if (x.length == 0 || y.length == 0) {
            throw new IllegalArgumentException(
                    "samples of " + x.length + " and " + y.length + " numbers: expected 1 or more in both");
        }
        return distance(ascending("x", x), ascending("y", y), QuantileCoupling.ofSizes(x.length, y.length), order);
    }

    /**
     * Returns the distance between weighted samples.
     *
     * @param x a sample, of one number or more
     * @param xWeights the weight of each number of x, 0 or more; only their ratios matter
     * @param y another sample
     * @param yWeights the weight of each
     * @param order the order p, 1 or more
     * @throws IllegalArgumentException as {@link #distance(double[], double[], double)}, or if a sample and its weights differ in
     *     length, or weights are negative, not finite, or sum to 0
     */
    public static double distance(double[] x, double[] xWeights, double[] y, double[] yWeights, double order) {
        checkOrder(order);
        checkWeights("x", x, xWeights);
        checkWeights("y", y, yWeights);
        int[] xOrder = order(x);
        int[] yOrder = order(y);
        return distance(
                ascending("x", x),
                ascending("y", y),
                QuantileCoupling.ofWeights(taken(xWeights, xOrder), taken(yWeights, yOrder)),
                order);
    }

    private static double distance(double[] ascendingX, double[] ascendingY, QuantileCoupling coupling, double order) {
        // Divides by the largest difference, so that powers neither overflow nor vanish.
        double largest = 0;
        for (int k = 0; k < coupling.mass().length; k++) {
            largest = Math.max(largest, Math.abs(ascendingX[coupling.first()[k]] - ascendingY[coupling.second()[k]]));
        }
        if (largest == 0) {
            return 0;
        }
        double sum = 0;
        for (int k = 0; k < coupling.mass().length; k++) {
            double difference = Math.abs(ascendingX[coupling.first()[k]] - ascendingY[coupling.second()[k]]);
            sum += coupling.mass()[k] * Math.pow(difference / largest, order);
        }
        return largest * Math.pow(sum, 1 / order);
    }

    private static int[] order(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> values[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static double[] taken(double[] values, int[] order) {
        return Arrays.stream(order).mapToDouble(i -> values[i]).toArray();
    }

    private static void checkWeights(String name, double[] sample, double[] weights) {
        if (sample.length == 0 || weights.length != sample.length) {
            throw new IllegalArgumentException("sample " + name + " of " + sample.length + " numbers with "
                    + weights.length + " weights: expected as many of both, 1 or more");
        }
        double sum = Arrays.stream(weights).sum();
        if (!Arrays.stream(weights).allMatch(weight -> weight >= 0) || !(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("weights of sample " + name + " sum to " + sum
                    + ": expected finite numbers, 0 or more, with at least one positive number");
        }
    }

    static void checkOrder(double order) {
        if (!(order >= 1 && order < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("order p = " + order + ": expected a number from 1 on");
        }
    }

    private static double[] ascending(String name, double[] sample) {
        for (int i = 0; i < sample.length; i++) {
            if (!Double.isFinite(sample[i])) {
                throw new IllegalArgumentException("sample " + name + " contains " + sample[i] + " at position " + i
                        + ": expected finite numbers");
            }
        }
        double[] ascending = sample.clone();
        Arrays.sort(ascending);
        return ascending;
    }
}
