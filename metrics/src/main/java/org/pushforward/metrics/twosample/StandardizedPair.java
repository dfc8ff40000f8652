package org.pushforward.metrics.twosample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.tensor.HostArray;

/**
 * Two samples whose columns have mean 0 and standard deviation 1 over both samples together. A column that has the same constant
 * value in both samples is dropped. If a column is constant in only one sample, each value becomes 1 if it equals that constant and
 * 0 otherwise, so that the samples clearly differ.
 *
 * @param first the first sample, [n][kept columns]
 * @param second the second sample, [m][kept columns]
 * @param remarks how constant columns were handled
 */
public record StandardizedPair(double[][] first, double[][] second, List<String> remarks) {

    /**
     * Standardizes.
     *
     * @param first a sample, floating [n, d], two points or more
     * @param second another, floating [m, d]
     * @throws IllegalArgumentException if the shapes do not fit, a number is not finite, or every column has the same constant
     *     value in both samples
     */
    public static StandardizedPair of(HostArray first, HostArray second) {
        return standardized(first, second, false);
    }

    /**
     * Standardizes with mean and standard deviation of the first sample alone, such as that of a reference. A column that is constant in
     * it and not in the second is standardized over both.
     *
     * @throws IllegalArgumentException as {@link #of(HostArray, HostArray)}
     */
    public static StandardizedPair byFirst(HostArray first, HostArray second) {
        return standardized(first, second, true);
    }

    /**
     * Standardizes fields with one mean and one standard deviation for all cells of a channel in both samples. Cells keep their places,
     * so no column is dropped.
     *
     * @param first a sample, floating [n, channels * cells], two fields or more
     * @param second another, floating [m, channels * cells]
     * @param channels the number of channels
     * @throws IllegalArgumentException if the shapes do not fit, a number is not finite, or a channel has one constant value
     */
    static StandardizedPair byChannel(HostArray first, HostArray second, int channels) {
        check(first, second);
        int width = first.shape().dim(1);
        int cells = width / channels;
        double[][] x = new double[first.shape().dim(0)][width];
        double[][] y = new double[second.shape().dim(0)][width];
        for (int channel = 0; channel < channels; channel++) {
            double[] ofFirst = cells(first, channel * cells, cells);
            double[] ofSecond = cells(second, channel * cells, cells);
            double[] both = both(ofFirst, ofSecond);
            if (isConstant(both)) {
                throw new IllegalArgumentException(
                        "channel " + channel + " is " + both[0] + " throughout both samples: leave it out");
            }
            standardize(ofFirst, ofSecond, both);
            for (int i = 0; i < x.length; i++) {
                System.arraycopy(ofFirst, i * cells, x[i], channel * cells, cells);
            }
            for (int i = 0; i < y.length; i++) {
                System.arraycopy(ofSecond, i * cells, y[i], channel * cells, cells);
            }
        }
        return new StandardizedPair(x, y, List.of());
    }

    private static double[] cells(HostArray sample, int from, int count) {
        int width = sample.shape().dim(1);
        double[] cells = new double[sample.shape().dim(0) * count];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = sample.get(i / count * width + from + i % count);
        }
        return cells;
    }

    private static StandardizedPair standardized(HostArray first, HostArray second, boolean byFirst) {
        check(first, second);
        List<double[]> firsts = new ArrayList<>();
        List<double[]> seconds = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        for (int column = 0; column < first.shape().dim(1); column++) {
            double[] x = cells(first, column, 1);
            double[] y = cells(second, column, 1);
            boolean xConstant = isConstant(x);
            boolean yConstant = isConstant(y);
            if (xConstant && yConstant && x[0] == y[0]) {
                remarks.add("column " + column + " is " + x[0] + " throughout both samples and was dropped");
                continue;
            }
            if (xConstant != yConstant) {
                remarks.add("column " + column + " is constant in the " + (xConstant ? "first" : "second")
                        + " sample only, so the samples differ");
                double constant = xConstant ? x[0] : y[0];
                x = indicators(x, constant);
                y = indicators(y, constant);
            }
            standardize(x, y, byFirst && !isConstant(x) ? x : both(x, y));
            firsts.add(x);
            seconds.add(y);
        }
        if (firsts.isEmpty()) {
            throw new IllegalArgumentException(
                    "all " + first.shape().dim(1) + " columns are constant over both samples: nothing to compare");
        }
        return new StandardizedPair(rows(firsts), rows(seconds), List.copyOf(remarks));
    }

    private static void check(HostArray first, HostArray second) {
        if (first.shape().rank() != 2
                || second.shape().rank() != 2
                || first.shape().dim(1) != second.shape().dim(1)
                || first.shape().dim(0) < 2
                || second.shape().dim(0) < 2
                || !first.isFinite()
                || !second.isFinite()) {
            throw new IllegalArgumentException("samples of types " + first.type() + " and " + second.type()
                    + ": expected [n, d] and [m, d] of finite numbers, two points or more in each");
        }
    }

    private static boolean isConstant(double[] values) {
        for (double value : values) {
            if (value != values[0]) {
                return false;
            }
        }
        return true;
    }

    private static double[] indicators(double[] values, double constant) {
        double[] indicators = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            indicators[i] = values[i] == constant ? 1 : 0;
        }
        return indicators;
    }

    private static double[] both(double[] x, double[] y) {
        double[] both = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, both, x.length, y.length);
        return both;
    }

    private static void standardize(double[] x, double[] y, double[] by) {
        Estimate estimate = Estimate.of(by);
        for (double[] values : new double[][] {x, y}) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] - estimate.mean()) / estimate.standardDeviation();
            }
        }
    }

    private static double[][] rows(List<double[]> columns) {
        double[][] rows = new double[columns.get(0).length][columns.size()];
        for (int j = 0; j < columns.size(); j++) {
            for (int i = 0; i < rows.length; i++) {
                rows[i][j] = columns.get(j)[i];
            }
        }
        return rows;
    }

    /** Returns the points of both samples, those of the first sample first. */
    public double[][] pooled() {
        double[][] pooled = new double[first.length + second.length][];
        System.arraycopy(first, 0, pooled, 0, first.length);
        System.arraycopy(second, 0, pooled, first.length, second.length);
        return pooled;
    }
}
