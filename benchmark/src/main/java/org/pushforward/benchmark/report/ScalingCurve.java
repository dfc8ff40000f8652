package org.pushforward.benchmark.report;

import java.util.List;

/**
 * The time of a step of one workload as one of its sizes grows.
 *
 * @param workload the workload
 * @param quantity what grows, such as batch
 * @param lines a line for each engine
 */
public record ScalingCurve(String workload, String quantity, List<Line> lines) {
    /** Copies the list. */
    public ScalingCurve {
        lines = List.copyOf(lines);
    }

    /**
     * One engine's times.
     *
     * @param engine the engine
     * @param points the times by size, at least two of different sizes
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

        /** Returns the straight line through the points whose relative errors have the least sum of squares. */
        public Fit fit() {
            // Weighted by 1/t^2, so that the small sizes count as much as the large ones.
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
     * @param offset its time at size 0, in milliseconds
     * @param slope what each unit of size adds
     * @param worst the largest relative deviation of a point from it
     */
    public record Fit(double offset, double slope, double worst) {}
}
