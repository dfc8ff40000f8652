package org.pushforward.zoo.field.variogram;

import org.pushforward.zoo.field.Places;

/**
 * Distance bins of equal width w up to a cutoff, optionally restricted to one direction. Bin k covers distances above k w and up to (k +
 * 1) w.
 *
 * @param cutoff the largest distance
 * @param count the number of bins
 * @param angle the direction of pairs in degrees clockwise from north
 * @param tolerance the largest deviation of a pair's direction from the angle, in degrees; 90 accepts all directions
 */
public record Bins(double cutoff, int count, double angle, double tolerance) {
    private static final int USUAL = 15;
    private static final double ALL = 90;

    /** Refuses an empty set of bins. */
    public Bins {
        if (!(cutoff > 0 && Double.isFinite(cutoff) && count > 0 && tolerance > 0 && Double.isFinite(angle))) {
            throw new IllegalArgumentException(
                    "variogram with " + count + " bins up to the distance " + cutoff + ", angle "
                            + angle + ", tolerance " + tolerance
                            + ": expected at least 1 bin, a finite cutoff above 0 and a tolerance above 0");
        }
    }

    /** Returns bins for pairs in all directions. */
    public static Bins upTo(double cutoff, int count) {
        return new Bins(cutoff, count, 0, ALL);
    }

    /** Returns gstat's default: 15 bins up to a third of the diagonal of the places' extent. */
    public static Bins of(Places places) {
        return upTo(Math.hypot(places.width(), places.height()) / 3, USUAL);
    }

    /** Returns the same bins, restricted to pairs near one direction. */
    public Bins toward(double direction, double within) {
        return new Bins(cutoff, count, direction, within);
    }

    /** Returns the bin of an offset, or -1 if no bin contains it. */
    int of(double dx, double dy) {
        double distance = Math.hypot(dx, dy);
        if (distance > cutoff) {
            return -1;
        }
        if (tolerance < ALL) {
            double off = Math.abs(Math.IEEEremainder(Math.toDegrees(Math.atan2(dx, dy)) - angle, 180));
            if (off > tolerance) {
                return -1;
            }
        }
        // The distance 0 is in no bin.
        return (int) Math.ceil(distance / cutoff * count) - 1;
    }
}
