package org.pushforward.benchmark.report;

import java.util.List;

/**
 * The time of a step of one workload as a function of one of its sizes.
 *
 * @param workload the name of the workload
 * @param quantity the size that varies, such as batch
 * @param lines a line for each engine
 */
public record ScalingCurve(String workload, String quantity, List<Line> lines) {
    /** Copies the list. */
    public ScalingCurve {
        lines = List.copyOf(lines);
    }

    /**
     * The times of one engine.
     *
     * @param engine the engine
     * @param points the times, at two different sizes at least
     */
    public record Line(String engine, List<Point> points) {
        /** Copies the list. */
        public Line {
            points = List.copyOf(points);
            if (points.stream().map(Point::size).distinct().count() < 2) {
                throw new IllegalArgumentException("a line of " + engine + " through " + points
                        + ": expected points of two different sizes at least");
            }
        }

        /** Returns the straight line that minimizes the sum of squared relative errors. */
        public Fit fit() {
            // Weights of 1/t^2 give the relative errors at all sizes the same influence.
            double weights = 0;
            double x = 0;
            double y = 0;
            for (Point point : points) {
                double weight = 1 / (point.milliseconds() * point.milliseconds());
                weights += weight;
                x += weight * point.size();
                y += weight * point.milliseconds();
            }
            x /= weights;
            y /= weights;
            double xx = 0;
            double xy = 0;
            for (Point point : points) {
                double weight = 1 / (point.milliseconds() * point.milliseconds());
                xx += weight * (point.size() - x) * (point.size() - x);
                xy += weight * (point.size() - x) * (point.milliseconds() - y);
            }
            double slope = xy / xx;
            double offset = y - slope * x;
            double worst = points.stream()
                    .mapToDouble(point ->
                            Math.abs(offset + slope * point.size() - point.milliseconds()) / point.milliseconds())
                    .max()
                    .getAsDouble();
            return new Fit(offset, slope, worst);
        }
    }

    /**
     * The time at one size.
     *
     * @param size the size
     * @param milliseconds the median time of a step
     */
    public record Point(double size, double milliseconds) {}

    /**
     * A straight line.
     *
     * @param offset the time at size 0, in milliseconds
     * @param slope the additional time per unit of size, in milliseconds
     * @param worst the largest relative deviation of a point from the line
     */
    public record Fit(double offset, double slope, double worst) {}
}
