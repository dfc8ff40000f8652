package org.pushforward.zoo.field;

/**
 * Lambert's azimuthal equal-area projection of a sphere, in kilometers east and north of a center. Areas are exact. Distances are accurate
 * to 0.1 % within 500 km of the center and to 1 % within 1,800 km.
 *
 * <p>Great-circle distances are no substitute: most correlations are not positive definite on them.
 *
 * <p>Snyder, <i>Map projections: a working manual</i>, 1987, page 182.
 *
 * @param longitude of the center, in degrees east
 * @param latitude of the center, in degrees north
 */
public record EqualAreaProjection(double longitude, double latitude) {
    /** The radius of the sphere that has the area of the earth, in kilometers. */
    public static final double RADIUS = 6371.0072;

    /** Refuses a center that is not on the earth. */
    public EqualAreaProjection {
        require("center of a projection", longitude, latitude);
    }

    private static void require(String name, double longitude, double latitude) {
        if (!(Math.abs(longitude) <= 360 && Math.abs(latitude) <= 90)) {
            throw new IllegalArgumentException(name + " at longitude " + longitude + ", latitude " + latitude
                    + ": expected -360 to 360 degrees east and -90 to 90 degrees north; are they swapped?");
        }
    }

    /** Returns the projection centered at the mean direction of some places. */
    public static EqualAreaProjection around(double[] longitudes, double[] latitudes) {
        double x = 0;
        double y = 0;
        double z = 0;
        for (int i = 0; i < longitudes.length; i++) {
            require("place " + i, longitudes[i], latitudes[i]);
            double cos = Math.cos(Math.toRadians(latitudes[i]));
            x += cos * Math.cos(Math.toRadians(longitudes[i]));
            y += cos * Math.sin(Math.toRadians(longitudes[i]));
            z += Math.sin(Math.toRadians(latitudes[i]));
        }
        return new EqualAreaProjection(
                Math.toDegrees(Math.atan2(y, x)), Math.toDegrees(Math.atan2(z, Math.hypot(x, y))));
    }

    /**
     * Returns places in kilometers from the center.
     *
     * @param longitudes in degrees east
     * @param latitudes in degrees north
     * @throws IllegalArgumentException if one is not on the earth, or opposite to the center
     */
    public Places places(double[] longitudes, double[] latitudes) {
        double[] x = new double[longitudes.length];
        double[] y = new double[longitudes.length];
        double sin0 = Math.sin(Math.toRadians(latitude));
        double cos0 = Math.cos(Math.toRadians(latitude));
        for (int i = 0; i < x.length; i++) {
            require("place " + i, longitudes[i], latitudes[i]);
            double lambda = Math.toRadians(longitudes[i] - longitude);
            double sin = Math.sin(Math.toRadians(latitudes[i]));
            double cos = Math.cos(Math.toRadians(latitudes[i]));
            double scale = RADIUS * Math.sqrt(2 / (1 + sin0 * sin + cos0 * cos * Math.cos(lambda)));
            x[i] = scale * cos * Math.sin(lambda);
            y[i] = scale * (cos0 * sin - sin0 * cos * Math.cos(lambda));
        }
        return Places.of(x, y);
    }

    /**
     * Returns the longitude of a place in degrees east, from -180 to 180.
     *
     * @param x kilometers east of the center
     * @param y kilometers north of the center
     * @throws IllegalArgumentException if the place is farther from the center than any on the earth
     */
    public double longitudeOf(double x, double y) {
        double angle = angle(x, y);
        double distance = Math.hypot(x, y);
        double phi = Math.toRadians(latitude);
        double east = Math.atan2(
                x * Math.sin(angle), distance * Math.cos(phi) * Math.cos(angle) - y * Math.sin(phi) * Math.sin(angle));
        return Math.IEEEremainder(longitude + Math.toDegrees(east), 360);
    }

    /**
     * Returns the latitude of a place in degrees north.
     *
     * @param x kilometers east of the center
     * @param y kilometers north of the center
     * @throws IllegalArgumentException if the place is farther from the center than any on the earth
     */
    public double latitudeOf(double x, double y) {
        double angle = angle(x, y);
        double distance = Math.hypot(x, y);
        if (distance == 0) {
            return latitude;
        }
        double phi = Math.toRadians(latitude);
        double sin = Math.cos(angle) * Math.sin(phi) + y * Math.sin(angle) * Math.cos(phi) / distance;
        return Math.toDegrees(Math.asin(Math.max(-1, Math.min(1, sin))));
    }

    /** Returns the angle at the center of the earth between a place and the center of the projection. */
    private static double angle(double x, double y) {
        double half = Math.hypot(x, y) / (2 * RADIUS);
        if (!(half <= 1)) {
            throw new IllegalArgumentException("place at (" + x + ", " + y + ") km: expected at most " + 2 * RADIUS
                    + " km from the center of the projection");
        }
        return 2 * Math.asin(half);
    }
}
