package org.pushforward.metrics;

import java.util.Arrays;

/**
 * The Wasserstein distance of order p between two samples of equal size n on the line, in closed form:
 * W_p(x, y) = (1/n sum_i |x_(i) - y_(i)|^p)^(1/p), where x_(i) is the i-th smallest.
 */
public final class OneDimensionalWasserstein {
    private OneDimensionalWasserstein() {}

    /**
     * Returns the distance, not its power.
     *
     * @param x a sample, of one number or more
     * @param y a sample of the same size
     * @param order the order p, 1 or more
     * @throws IllegalArgumentException if the sizes differ, a sample is empty or holds NaN or infinity, or the order is
     *     out of range
     */
    public static double distance(double[] x, double[] y, double order) {
        checkOrder(order);
        if (x.length != y.length || x.length == 0) {
            throw new IllegalArgumentException("samples of " + x.length + " and " + y.length
                    + " numbers: expected two of equal size, 1 or more; thin the larger one");
        }
        double[] ascendingX = ascending("x", x);
        double[] ascendingY = ascending("y", y);
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow(Math.abs(ascendingX[i] - ascendingY[i]), order);
        }
        return Math.pow(sum / x.length, 1 / order);
    }

    static void checkOrder(double order) {
        if (!(order >= 1 && order < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("order p = " + order + ": expected a number from 1 on");
        }
    }

    private static double[] ascending(String name, double[] sample) {
        for (int i = 0; i < sample.length; i++) {
            if (!Double.isFinite(sample[i])) {
                throw new IllegalArgumentException(
                        "sample " + name + " holds " + sample[i] + " at position " + i + ": expected finite numbers");
            }
        }
        double[] ascending = sample.clone();
        Arrays.sort(ascending);
        return ascending;
    }
}
