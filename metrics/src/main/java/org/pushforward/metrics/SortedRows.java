package org.pushforward.metrics;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * W_p^p between two samples on the line, each a row of a matrix, by sorting: 1/n sum_i |x_(i) - y_(i)|^p, where x_(i) is the i-th
 * smallest. Samples of different sizes are matched by their quantiles ({@link QuantileCoupling}). Differences of float32 numbers
 * are added in float64.
 *
 * <p>Not safe for use by several threads: an instance reuses its memory for each pair of rows.
 */
final class SortedRows {
    private final double order;
    private final RadixSort firstSort;
    private final RadixSort secondSort;
    private final int[] firstKeys;
    private final int[] secondKeys;
    private final Optional<QuantileCoupling> coupling;

    /**
     * Allocates memory for pairs of rows.
     *
     * @param order the order p
     * @param first the number of values in a row of the first matrix
     * @param second the number of values in a row of the second matrix
     */
    SortedRows(double order, int first, int second) {
        this.order = order;
        this.firstSort = new RadixSort(first);
        this.secondSort = new RadixSort(second);
        this.firstKeys = new int[first];
        this.secondKeys = new int[second];
        this.coupling = first == second ? Optional.empty() : Optional.of(QuantileCoupling.ofSizes(first, second));
    }

    /**
     * Returns W_p^p between a row of one matrix and the same row of another.
     *
     * @param x floating [k, n]
     * @param y floating [k, m] of the same element type
     * @param row the row to compare
     */
    double power(HostArray x, HostArray y, int row) {
        if (x.dtype() == DType.F64) {
            double[] first = sorted(x.doubles(), row, firstKeys.length);
            double[] second = sorted(y.doubles(), row, secondKeys.length);
            return coupling.isPresent() ? power(coupling.get(), i -> first[i], j -> second[j]) : power(first, second);
        }
        firstSort.sort(x.floats(), row * firstKeys.length, firstKeys);
        secondSort.sort(y.floats(), row * secondKeys.length, secondKeys);
        if (coupling.isPresent()) {
            return power(coupling.get(), i -> RadixSort.value(firstKeys[i]), j -> RadixSort.value(secondKeys[j]));
        }
        return order == 2 ? square(firstKeys, secondKeys) : power(firstKeys, secondKeys);
    }

    private double power(QuantileCoupling pairs, IntToDoubleFunction x, IntToDoubleFunction y) {
        double sum = 0;
        for (int k = 0; k < pairs.mass().length; k++) {
            double difference = x.applyAsDouble(pairs.first()[k]) - y.applyAsDouble(pairs.second()[k]);
            sum += pairs.mass()[k] * (order == 2 ? difference * difference : Math.pow(Math.abs(difference), order));
        }
        return sum;
    }

    private static double[] sorted(DoubleBuffer values, int row, int length) {
        double[] sorted = new double[length];
        values.get(row * length, sorted);
        Arrays.sort(sorted);
        return sorted;
    }

    private double power(double[] x, double[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow(Math.abs(x[i] - y[i]), order);
        }
        return sum / x.length;
    }

    private double power(int[] x, int[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += Math.pow(Math.abs((double) RadixSort.value(x[i]) - RadixSort.value(y[i])), order);
        }
        return sum / x.length;
    }

    private static double square(int[] x, int[] y) {
        // Two independent sums, so that an addition need not wait for the previous one.
        double even = 0;
        double odd = 0;
        int pairs = x.length & ~1;
        for (int i = 0; i < pairs; i += 2) {
            double first = (double) RadixSort.value(x[i]) - RadixSort.value(y[i]);
            double second = (double) RadixSort.value(x[i + 1]) - RadixSort.value(y[i + 1]);
            even += first * first;
            odd += second * second;
        }
        if (pairs < x.length) {
            double last = (double) RadixSort.value(x[pairs]) - RadixSort.value(y[pairs]);
            even += last * last;
        }
        return (even + odd) / x.length;
    }
}
