package org.pushforward.metrics;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A bound on W_p between two samples on the line, without sorting them.
 *
 * <p>Values between -r and r are counted in bins of one width w. A value and the center of its bin are w/2 apart at most, so,
 * by the triangle inequality, W_p differs by w at most from the distance between the centers, which takes one walk along the
 * bins. The bound is that distance and w.
 *
 * <p>Holds the memory for one pair of rows at a time, so it is for one thread.
 */
final class BinnedRows {
    private static final int BINS = 2048;
    private static final int LAST = BINS - 1;
    private static final float ZERO = BINS / 2;

    /** Above the error of a place among the bins, which is found in float32, in bins: 2^-12 for each of two samples. */
    private static final double ROUNDING = 1e-3;

    /** The largest radius whose square is far from where float32 numbers end. */
    private static final double LARGEST_RADIUS = 1e18;

    private final double order;
    private final int length;
    private final double radius;
    private final int[] first = new int[BINS];
    private final int[] second = new int[BINS];

    /**
     * Takes memory for pairs of rows.
     *
     * @param order the order p
     * @param length the number of values in a row
     * @param radius what no value's size is above
     */
    BinnedRows(double order, int length, double radius) {
        this.order = order;
        this.length = length;
        // A value at the very end must not be rounded up into a bin that is not there.
        this.radius = radius * (1 + ROUNDING);
    }

    /** Returns whether there is a bound, and counting takes less work than sorting: the walk should not be most of it. */
    boolean pays() {
        return length >= BINS && radius > 1 / LARGEST_RADIUS && radius < LARGEST_RADIUS;
    }

    /**
     * Returns a number that W_p is not above.
     *
     * @param x a matrix of rows of the length
     * @param y a matrix of the same shape
     * @param row which row of each
     */
    double bound(FloatBuffer x, FloatBuffer y, int row) {
        double width = 2 * radius / BINS;
        float scale = (float) (1 / width);
        count(x, row * length, length, scale, first);
        count(y, row * length, length, scale, second);
        return width * (distance() + 1 + ROUNDING);
    }

    private static void count(FloatBuffer values, int start, int length, float scale, int[] counts) {
        Arrays.fill(counts, 0);
        for (int i = 0; i < length; i++) {
            counts[(int) (values.get(start + i) * scale + ZERO) & LAST]++;
        }
    }

    /** Returns W_p between the counts, in which bins are one apart. */
    private double distance() {
        double sum = 0;
        int left = length;
        int i = 0;
        int j = 0;
        int moved = first[0];
        int room = second[0];
        while (left > 0) {
            while (moved == 0) {
                moved = first[++i];
            }
            while (room == 0) {
                room = second[++j];
            }
            int mass = Math.min(moved, room);
            int apart = Math.abs(i - j);
            sum += mass * (order == 2 ? (double) apart * apart : Math.pow(apart, order));
            moved -= mass;
            room -= mass;
            left -= mass;
        }
        return Math.pow(sum / length, 1 / order);
    }
}
