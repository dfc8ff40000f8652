package org.pushforward.zoo.score;

import java.util.stream.IntStream;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Overlapping windows along one axis of a field, as evenly spaced as whole cells allow.
 *
 * @param length the number of cells of the axis
 * @param size the number of cells of a window
 * @param count the number of windows
 */
record WindowAxis(int length, int size, int count) {

    static WindowAxis of(int length, int size, int overlap) {
        if (length == size) {
            return new WindowAxis(length, size, 1);
        }
        if (size > length || overlap < 2 || overlap >= size) {
            throw new IllegalArgumentException("windows of " + size + " cells with an overlap of " + overlap
                    + " on an axis of " + length
                    + " cells: expected windows that are not longer than the axis, and an overlap from 2 to "
                    + (size - 1));
        }
        int stride = size - overlap;
        return new WindowAxis(length, size, 1 + (length - size + stride - 1) / stride);
    }

    private int start(int window) {
        return count == 1 ? 0 : Math.round((float) window * (length - size) / (count - 1));
    }

    /** Returns the cell of each position of all windows, one window after another, int64 [count size]. */
    HostArray cells() {
        return HostArray.wrap(
                Shape.of(count * size),
                IntStream.range(0, count * size)
                        .mapToLong(k -> start(k / size) + k % size)
                        .toArray());
    }

    /**
     * Returns the weight of each position of all windows in each cell, [length, count size]. The weights of a cell add up to 1. A weight is
     * proportional to the square of the distance from the window's edge, so the outermost cells of a window do not count unless
     * they are at the end of the axis.
     */
    HostArray blend() {
        int all = count * size;
        double[] weights = new double[length * all];
        double[] sums = new double[length];
        for (int k = 0; k < all; k++) {
            int window = k / size;
            int left = window == 0 ? size : k % size;
            int right = window == count - 1 ? size : size - 1 - k % size;
            double distance = Math.min(left, right);
            int cell = start(window) + k % size;
            weights[cell * all + k] = distance * distance;
            sums[cell] += distance * distance;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] /= sums[i / all];
        }
        return HostArray.wrap(Shape.of(length, all), weights);
    }
}
