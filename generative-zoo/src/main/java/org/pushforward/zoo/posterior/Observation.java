package org.pushforward.zoo.posterior;

import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Isotropic;

/**
 * The distribution of an observation of a sample: y = A(x) + e, with e from N(0, S).
 *
 * @param operator A
 * @param noise S, on observations of one sample
 */
public record Observation(ObservationOperator operator, Covariance noise) {
    /** Refuses a covariance of another shape. */
    public Observation {
        if (!noise.domain().equals(operator.shape())) {
            throw new IllegalArgumentException("noise of an observation with a covariance on " + noise.domain()
                    + ": expected one on " + operator.shape() + ", the shape of the observation");
        }
    }

    /**
     * Returns an observation with independent noise: S = s^2 I.
     *
     * @param operator A
     * @param deviation s
     * @throws IllegalArgumentException if the deviation is not positive
     */
    public static Observation withDeviation(ObservationOperator operator, double deviation) {
        if (!(deviation > 0)) {
            throw new IllegalArgumentException("standard deviation of the noise of an observation = " + deviation
                    + ": expected a positive number; for exact observations take one well below what they measure");
        }
        return new Observation(operator, Isotropic.of(operator.shape(), deviation * deviation));
    }
}
