package org.pushforward.metrics;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.stream.IntStream;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;

/**
 * W_p^p between the rows of two matrices, each row a sample on the line ({@link SortedRows}). Threads of the host share the rows.
 *
 * @param order the order p, 1 or more
 * @param threads the number of threads
 * @param executor runs the threads
 */
record RowWasserstein(double order, int threads, ExecutorService executor) {

    /** Work on a range of rows, done by one thread. */
    private interface Share {
        void compute(int from, int to);
    }

    /**
     * Computes the powers of all rows.
     *
     * @param x floating [k, n]
     * @param y floating [k, m] of the same element type
     * @param powers receives the powers of the rows
     * @param start the position of the first power
     */
    void powers(HostArray x, HostArray y, double[] powers, int start) {
        divide(x.shape().dim(0), (from, to) -> {
            SortedRows sorted =
                    new SortedRows(order, x.shape().dim(1), y.shape().dim(1));
            for (int row = from; row < to; row++) {
                powers[start + row] = sorted.power(x, y, row);
            }
        });
    }

    /**
     * Finds the largest power. A row is not sorted if its bound ({@link BinnedRows}) lies below the largest power found so far.
     * Which rows are skipped depends on the timing of threads; the result does not.
     *
     * @param x floating [k, n]
     * @param y floating [k, m] of the same element type
     * @param radius an upper bound on the absolute value of all numbers in x and y
     * @param largest receives the powers
     * @param start the number of the first row
     */
    void largest(HostArray x, HostArray y, double radius, LargestPower largest, int start) {
        int length = x.shape().dim(1);
        divide(x.shape().dim(0), (from, to) -> {
            SortedRows sorted = new SortedRows(order, length, y.shape().dim(1));
            BinnedRows binned = new BinnedRows(order, length, radius);
            boolean bounded = x.dtype() == DType.F32 && y.shape().dim(1) == length && binned.pays();
            FloatBuffer first = bounded ? x.floats() : FloatBuffer.allocate(0);
            FloatBuffer second = bounded ? y.floats() : FloatBuffer.allocate(0);
            for (int row = from; row < to; row++) {
                if (!bounded || Math.pow(binned.bound(first, second, row), order) >= largest.power()) {
                    largest.offer(sorted.power(x, y, row), start + row);
                }
            }
        });
    }

    private void divide(int rows, Share share) {
        List<CompletableFuture<Void>> parts = IntStream.range(0, threads)
                .mapToObj(part -> CompletableFuture.runAsync(
                        () -> share.compute(rows * part / threads, rows * (part + 1) / threads), executor))
                .toList();
        parts.forEach(CompletableFuture::join);
    }
}
