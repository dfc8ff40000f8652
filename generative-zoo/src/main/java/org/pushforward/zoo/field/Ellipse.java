package org.pushforward.zoo.field;

/**
 * The range of a covariance by direction: an ellipse whose angle runs clockwise from north (+y) to the major axis. The terms are those of
 * R's gstat.
 *
 * @param major the range along the major axis, in the unit of the places
 * @param ratio the range along the minor axis divided by the range along the major axis, in (0, 1]
 * @param angle the direction of the major axis in degrees clockwise from north
 */
public record Ellipse(double major, double ratio, double angle) {
    /** Refuses values that describe no ellipse. */
    public Ellipse {
        if (!(major > 0 && Double.isFinite(major) && ratio > 0 && ratio <= 1 && Double.isFinite(angle))) {
            throw new IllegalArgumentException(
                    "ellipse of ranges with major = " + major + ", ratio = " + ratio + ", angle = " + angle
                            + ": expected a finite major above 0, a ratio in (0, 1] and a finite angle in degrees");
        }
    }

    /** Returns the ellipse with the same range in every direction. */
    public static Ellipse circle(double range) {
        return new Ellipse(range, 1, 0);
    }

    /** Returns the quadratic form whose value is the square of the scaled distance. */
    public Quadratic inverse() {
        return shape(1 / (major * major), 1 / (ratio * ratio * major * major));
    }

    /**
     * Returns the matrix [[a, b], [c, d]], row by row, that maps an offset (dx, dy) to its distances along the major and the minor axis,
     * each divided by the range there. The sum of their squares is that of {@link #inverse}.
     */
    public double[] scaling() {
        double sin = Math.sin(Math.toRadians(angle));
        double cos = Math.cos(Math.toRadians(angle));
        double minor = ratio * major;
        return new double[] {sin / major, cos / major, cos / minor, -sin / minor};
    }

    /** Returns the matrix with the squares of the ranges along its axes. */
    public Quadratic square() {
        return shape(major * major, ratio * ratio * major * major);
    }

    private Quadratic shape(double along, double across) {
        double sin = Math.sin(Math.toRadians(angle));
        double cos = Math.cos(Math.toRadians(angle));
        return new Quadratic(
                along * sin * sin + across * cos * cos,
                (along - across) * sin * cos,
                along * cos * cos + across * sin * sin);
    }

    /** The symmetric, positive definite matrix [[xx, xy], [xy, yy]], whose quadratic forms never round to a negative number. */
    public record Quadratic(double xx, double xy, double yy) {
        /** Returns the value of the quadratic form at an offset. */
        public double at(double dx, double dy) {
            return Math.max(0, xx * dx * dx + 2 * xy * dx * dy + yy * dy * dy);
        }

        /** Returns the determinant. */
        public double determinant() {
            return xx * yy - xy * xy;
        }

        /** Returns the mean of this matrix and another. */
        public Quadratic mean(Quadratic other) {
            return new Quadratic((xx + other.xx) / 2, (xy + other.xy) / 2, (yy + other.yy) / 2);
        }

        /** Returns the value of the inverse matrix's quadratic form at an offset. */
        public double inverseAt(double dx, double dy) {
            return Math.max(0, yy * dx * dx - 2 * xy * dx * dy + xx * dy * dy) / determinant();
        }
    }
}
