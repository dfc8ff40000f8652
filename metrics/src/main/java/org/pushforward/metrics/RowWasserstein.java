package org.pushforward.metrics;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * W_p^p between the rows of two matrices, each row a sample on the line: 1/n sum_i |x_(i) - y_(i)|^p, where x_(i) is the i-th
 * smallest of the row. Rows are divided among threads of the host; differences of float32 numbers are added in float64.
 *
 * @param order the order p, 1 or more
 * @param threads the number of threads
 * @param executor where they run
 */
record RowWasserstein(double order, int threads, ExecutorService executor) {

    /**
     * Computes the powers.
     *
     * @param x floating [k, n]
     * @param y of the same type
     * @param powers where the powers of the rows are put
     * @param start the position of the first of them
     */
    void powers(HostArray x, HostArray y, double[] powers, int start) {
        int rows = x.shape().dim(0);
        List<CompletableFuture<Void>> parts = IntStream.range(0, threads)
                .mapToObj(part -> CompletableFuture.runAsync(
                        () -> powers(x, y, rows * part / threads, rows * (part + 1) / threads, powers, start),
                        executor))
                .toList();
        parts.forEach(CompletableFuture::join);
    }

    private void powers(HostArray x, HostArray y, int from, int to, double[] powers, int start) {
        int length = x.shape().dim(1);
        if (x.dtype() == DType.F64) {
            for (int row = from; row < to; row++) {
                powers[start + row] = power(sorted(x.doubles(), row, length), sorted(y.doubles(), row, length));
            }
            return;
        }
        FloatBuffer first = x.floats();
        FloatBuffer second = y.floats();
        RadixSort sort = new RadixSort(length);
        int[] firstKeys = new int[length];
        int[] secondKeys = new int[length];
        for (int row = from; row < to; row++) {
            sort.sort(first, row * length, firstKeys);
            sort.sort(second, row * length, secondKeys);
            powers[start + row] = order == 2 ? square(firstKeys, secondKeys) : power(firstKeys, secondKeys);
        }
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
