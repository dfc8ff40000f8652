package org.pushforward.zoo.field.covariance;

/**
 * A parameter v of a covariance, restricted to an open interval. Searches move in a real coordinate u: log v for a positive parameter,
 * log((v - from) / (to - v)) for a bounded one, and v itself otherwise.
 *
 * @param name its name
 * @param from the lower bound, exclusive
 * @param to the upper bound, exclusive
 */
public record CovarianceParameter(String name, double from, double to) {

    /** Returns a positive parameter. */
    public static CovarianceParameter positive(String name) {
        return new CovarianceParameter(name, 0, Double.POSITIVE_INFINITY);
    }

    /** Returns a parameter between two numbers. */
    public static CovarianceParameter between(String name, double from, double to) {
        return new CovarianceParameter(name, from, to);
    }

    /** Returns an unrestricted parameter. */
    public static CovarianceParameter real(String name) {
        return new CovarianceParameter(name, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    }

    /** Refuses other kinds of intervals. */
    public CovarianceParameter {
        boolean bounded = Double.isFinite(from) && Double.isFinite(to) && from < to;
        boolean positive = from == 0 && to == Double.POSITIVE_INFINITY;
        boolean real = from == Double.NEGATIVE_INFINITY && to == Double.POSITIVE_INFINITY;
        if (!(bounded || positive || real)) {
            throw new IllegalArgumentException("parameter '" + name + "' between " + from + " and " + to
                    + ": expected two finite numbers, 0 and infinity, or both infinities");
        }
    }

    /**
     * Returns u.
     *
     * @throws IllegalArgumentException if the value is not in the interval
     */
    public double toReal(double value) {
        if (!(value > from && value < to)) {
            throw new IllegalArgumentException(
                    "parameter '" + name + "' = " + value + ": expected above " + from + " and below " + to);
        }
        if (Double.isFinite(from) && Double.isFinite(to)) {
            return Math.log((value - from) / (to - value));
        }
        return from == 0 ? Math.log(value) : value;
    }

    /** Returns the value at u. */
    public double fromReal(double u) {
        if (Double.isFinite(from) && Double.isFinite(to)) {
            return from + (to - from) / (1 + Math.exp(-u));
        }
        return from == 0 ? Math.exp(u) : u;
    }

    /** Returns log |dv / du| at u. */
    public double logSlope(double u) {
        if (Double.isFinite(from) && Double.isFinite(to)) {
            // v' = (to - from) e^-|u| / (1 + e^-|u|)^2.
            return Math.log(to - from) - Math.abs(u) - 2 * Math.log1p(Math.exp(-Math.abs(u)));
        }
        return from == 0 ? u : 0;
    }
}
