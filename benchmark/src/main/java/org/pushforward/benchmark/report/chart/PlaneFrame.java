package org.pushforward.benchmark.report.chart;

import org.pushforward.tensor.HostArray;

/**
 * The part of the plane that all pictures of one data set show, drawn as a square.
 *
 * @param x the horizontal axis
 * @param y the vertical axis
 */
public record PlaneFrame(Axis x, Axis y) {
    private static final double MARGIN = 0.1;

    /** Returns the square around finite points [count, 2]. Coordinates that are not finite are ignored. */
    public static PlaneFrame around(HostArray points) {
        double[] low = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
        double[] high = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (int i = 0; i < points.size(); i++) {
            double value = points.get(i);
            if (Double.isFinite(value)) {
                low[i % 2] = Math.min(low[i % 2], value);
                high[i % 2] = Math.max(high[i % 2], value);
            }
        }
        double half = Math.max(high[0] - low[0], high[1] - low[1]) * (0.5 + MARGIN);
        if (!Double.isFinite(half) || half == 0) {
            half = 1;
        }
        return new PlaneFrame(around(low[0], high[0], half), around(low[1], high[1], half));
    }

    /** Returns the frame whose axes cover the finite values of each coordinate of points [count, 2] separately. */
    public static PlaneFrame stretched(HostArray points) {
        double[] first = new double[points.size() / 2];
        double[] second = new double[first.length];
        for (int i = 0; i < first.length; i++) {
            first[i] = points.get(2 * i);
            second[i] = points.get(2 * i + 1);
        }
        return new PlaneFrame(own(first), own(second));
    }

    private static Axis own(double[] values) {
        Quantiles quantiles = Quantiles.of(values);
        return Axis.around(quantiles.at(0), quantiles.at(1), MARGIN);
    }

    private static Axis around(double low, double high, double half) {
        double center = Double.isFinite(high - low) ? (low + high) / 2 : 0;
        return new Axis(center - half, center + half);
    }

    boolean contains(double pointX, double pointY) {
        return x.contains(pointX) && y.contains(pointY);
    }
}
