package org.pushforward.metrics;

import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * W_p^p between two samples on the line that are rows of matrices, by sorting: 1/n sum_i |x_(i) - y_(i)|^p, where x_(i) is the
 * i-th smallest. Differences of float32 numbers are added in float64.
 *
 * <p>Holds the memory for one pair of rows at a time, so it is for one thread.
 */
final class SortedRows {
    private final double order;
    private final int length;
    private final RadixSort sort;
    private final int[] firstKeys;
    private final int[] secondKeys;

    /**
     * Takes memory for pairs of rows.
     *
     * @param order the order p
     * @param length the number of values in a row
     */
    SortedRows(double order, int length) {
        this.order = order;
        this.length = length;
        this.sort = new RadixSort(length);
        this.firstKeys = new int[length];
        this.secondKeys = new int[length];
    }

    /**
     * Returns W_p^p between a row of one matrix and the same row of another.
     *
     * @param x floating [k, n]
     * @param y of the same type
     * @param row which row
     */
    double power(HostArray x, HostArray y, int row) {
        if (x.dtype() == DType.F64) {
            return power(sorted(x.doubles(), row), sorted(y.doubles(), row));
        }
        sort.sort(x.floats(), row * length, firstKeys);
        sort.sort(y.floats(), row * length, secondKeys);
        return order == 2 ? square(firstKeys, secondKeys) : power(firstKeys, secondKeys);
    }

    private double[] sorted(DoubleBuffer values, int row) {
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
        // Two sums, so that an addition need not wait for the one before.
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
