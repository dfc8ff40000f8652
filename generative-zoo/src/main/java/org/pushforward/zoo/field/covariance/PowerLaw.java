package org.pushforward.zoo.field.covariance;

import org.ejml.data.DMatrixRMaj;
import org.pushforward.zoo.field.Places;

/**
 * The variogram gamma(h) = s h^p of a field without a scale. Its increments are stationary, but its variance is infinite.
 *
 * <p>It is not a covariance. {@link #around} returns a covariance with the same increments on some places. Kriging with an unknown mean
 * depends on nothing else.
 *
 * @param slope s, positive
 * @param exponent p, in (0, 2)
 */
public record PowerLaw(double slope, double exponent) implements Semivariance {
    private static final int DOUBLINGS = 30;

    /** Refuses slopes and exponents outside these ranges. */
    public PowerLaw {
        if (!(slope > 0 && Double.isFinite(slope) && exponent > 0 && exponent < 2)) {
            throw new IllegalArgumentException("power law with slope = " + slope + ", exponent = " + exponent
                    + ": expected a finite slope above 0 and an exponent above 0 and below 2");
        }
    }

    @Override
    public double at(double dx, double dy) {
        return slope * Math.pow(Math.hypot(dx, dy), exponent);
    }

    /**
     * Returns C = A - gamma, with A large enough that C is positive definite on these places.
     *
     * @throws NotPositiveDefiniteException if two places are the same
     */
    public StationaryCovariance around(Places places) {
        double level = 2 * at(places.width(), places.height());
        for (int doubling = 0; doubling < DOUBLINGS; doubling++, level *= 2) {
            Increments increments = new Increments(this, level);
            DMatrixRMaj matrix = DenseFactor.matrix(increments, places);
            if (DenseFactor.tryOf(matrix).isPresent()) {
                return increments;
            }
        }
        throw new NotPositiveDefiniteException("power law with exponent " + exponent + " on " + places.count()
                + " places: no level makes it positive definite; give each place only once");
    }

    /** A - gamma. */
    record Increments(PowerLaw power, double level) implements StationaryCovariance {
        @Override
        public double at(double dx, double dy) {
            return level - power.at(dx, dy);
        }

        @Override
        public boolean isIntrinsic() {
            return true;
        }
    }
}
