package org.pushforward.zoo.field.transform;

import java.util.Arrays;

/**
 * Maps data to normal quantiles by rank: the k-th of n sorted values goes to the quantile (k - 1/2) / n, and equal values use their mean
 * rank. The map is linear between these knots. Beyond the outermost knots it continues with the slope of the outer tenth, down to the
 * lower bound.
 *
 * <p>Chiles and Delfiner, <i>Geostatistics: modeling spatial uncertainty</i>, 2012, section 6.2.2: Gaussian anamorphosis.
 */
public final class NormalScore implements FieldTransform {
    private final Knots knots;
    private final double lower;

    /** Pairs of normal quantiles and data values, both increasing. */
    private record Knots(double[] normal, double[] data) {
        int last() {
            return data.length - 1;
        }

        double slope(int from, int to) {
            return (data[to] - data[from]) / (normal[to] - normal[from]);
        }
    }

    private NormalScore(Knots knots, double lower) {
        this.knots = knots;
        this.lower = lower;
    }

    /**
     * Returns the transform that some data define.
     *
     * @param lower the lower bound of possible values, at most the minimum of the data; minus infinity for no bound
     * @throws IllegalArgumentException if a value is not finite or below the lower bound, or all values are equal
     */
    public static NormalScore of(double lower, double... data) {
        double[] sorted = data.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        for (double each : data) {
            if (!(Double.isFinite(each) && each >= lower)) {
                throw new IllegalArgumentException(
                        "normal score of the value " + each + ": expected a finite number of " + lower + " or more");
            }
        }
        if (n == 0 || sorted[0] == sorted[n - 1]) {
            throw new IllegalArgumentException(
                    "normal score of " + n + " equal values: expected at least two that differ");
        }
        double[] normal = new double[n];
        double[] values = new double[n];
        int count = 0;
        for (int i = 0; i < n; ) {
            int j = i;
            while (j < n && sorted[j] == sorted[i]) {
                j++;
            }
            normal[count] = NormalMoments.quantile((i + j) / (2.0 * n));
            values[count++] = sorted[i];
            i = j;
        }
        return new NormalScore(new Knots(Arrays.copyOf(normal, count), Arrays.copyOf(values, count)), lower);
    }

    private double lowerSlope() {
        return knots.slope(0, Math.max(1, knots.last() / 10));
    }

    private double upperSlope() {
        return knots.slope(Math.min(knots.last() - 1, knots.last() - knots.last() / 10), knots.last());
    }

    /** Returns where the lower tail meets the lower bound. */
    private double lowest() {
        return knots.normal[0] - (knots.data[0] - lower) / lowerSlope();
    }

    @Override
    public double toNormal(double y) {
        if (!(Double.isFinite(y) && y >= lower)) {
            throw new IllegalArgumentException(
                    "normal score of the value " + y + ": expected a finite number of " + lower + " or more");
        }
        int last = knots.last();
        if (y <= knots.data[0]) {
            return knots.normal[0] - (knots.data[0] - y) / lowerSlope();
        }
        if (y >= knots.data[last]) {
            return knots.normal[last] + (y - knots.data[last]) / upperSlope();
        }
        int at = segment(knots.data, y);
        return knots.normal[at] + (y - knots.data[at]) / knots.slope(at, at + 1);
    }

    @Override
    public double toData(double z) {
        if (Double.isNaN(z)) {
            return z;
        }
        int last = knots.last();
        if (z <= knots.normal[0]) {
            return Math.max(lower, knots.data[0] - (knots.normal[0] - z) * lowerSlope());
        }
        if (z >= knots.normal[last]) {
            return knots.data[last] + (z - knots.normal[last]) * upperSlope();
        }
        int at = segment(knots.normal, z);
        return knots.data[at] + (z - knots.normal[at]) * knots.slope(at, at + 1);
    }

    @Override
    public boolean isAlwaysAbove(double y) {
        return y < lower;
    }

    private static int segment(double[] sorted, double value) {
        int at = Arrays.binarySearch(sorted, value);
        return at >= 0 ? at : -at - 2;
    }

    @Override
    public double mean(double mean, double variance) {
        return moment(1, mean, Math.sqrt(variance));
    }

    @Override
    public double secondMoment(double mean, double variance) {
        return moment(2, mean, Math.sqrt(variance));
    }

    /** Returns E[y^power] as a sum over the linear segments. */
    private double moment(int power, double m, double s) {
        int last = knots.last();
        double start = lowest();
        double bound = Double.isInfinite(lower) ? 0 : Math.pow(lower, power);
        double sum = bound * NormalMoments.moment(0, m, s, Double.NEGATIVE_INFINITY, start);
        sum += line(power, m, s, start, knots.normal[0], 0, lowerSlope());
        for (int i = 0; i < last; i++) {
            sum += line(power, m, s, knots.normal[i], knots.normal[i + 1], i, knots.slope(i, i + 1));
        }
        return sum + line(power, m, s, knots.normal[last], Double.POSITIVE_INFINITY, last, upperSlope());
    }

    /** Returns the contribution to E[y^power] of one segment, where y = b + a z goes through a knot with slope a. */
    private double line(int power, double m, double s, double from, double to, int knot, double slope) {
        double b = knots.data[knot] - slope * knots.normal[knot];
        double mass = NormalMoments.moment(0, m, s, from, to);
        double first = NormalMoments.moment(1, m, s, from, to);
        if (power == 1) {
            return b * mass + slope * first;
        }
        double second = NormalMoments.moment(2, m, s, from, to);
        return b * b * mass + 2 * b * slope * first + slope * slope * second;
    }
}
