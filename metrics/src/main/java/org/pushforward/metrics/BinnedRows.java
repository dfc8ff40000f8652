package org.pushforward.metrics;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A bound on W_p between two samples on the line, without sorting them.
 *
 * <p>Values between -r and r are counted in bins of equal width w. A value lies at most w/2 from the center of its bin. By the
 * triangle inequality, W_p therefore differs by at most w from the distance between the binned samples, which one walk along the
 * bins computes. The bound is that distance plus w.
 *
 * <p>Not safe for use by several threads: an instance reuses its memory for each pair of rows.
 */
final class BinnedRows {
    private static final int BINS = 2048;
    private static final int LAST = BINS - 1;
    private static final float ZERO = BINS / 2;

    /** An upper bound, in bins, on the rounding error of a bin position, which is computed in float32: 2^-12 for each of two samples. */
    private static final double ROUNDING = 1e-3;

    /** The largest radius whose square is far below the largest float32 number. */
    private static final double LARGEST_RADIUS = 1e18;

    private final double order;
    private final int length;
    private final double radius;
    private final int[] first = new int[BINS];
    private final int[] second = new int[BINS];

    /**
     * Allocates memory for pairs of rows.
     *
     * @param order the order p
     * @param length the number of values in a row
     * @param radius an upper bound on the absolute value of all values
     */
    BinnedRows(double order, int length, double radius) {
        this.order = order;
        this.length = length;
        // A value at the very end must not be rounded into a bin that does not exist.
        this.radius = radius * (1 + ROUNDING);
    }

    /** Returns whether a bound exists and counting is less work than sorting, that is, whether the walk is not most of the work. */
    boolean pays() {
        return length >= BINS && radius > 1 / LARGEST_RADIUS && radius < LARGEST_RADIUS;
    }

    /**
     * Returns an upper bound on W_p.
     *
     * @param x a matrix whose rows have the given length
     * @param y a matrix of the same shape
     * @param row the row to compare
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

    /** Returns W_p between the counts, with neighboring bins one unit apart. */
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
