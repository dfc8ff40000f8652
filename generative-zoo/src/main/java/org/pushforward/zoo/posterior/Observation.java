package org.pushforward.zoo.posterior;

import org.pushforward.linalg.covariance.BlockDiagonal;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.tensor.Shape;

/**
 * The distribution of an observation of a sample: y = A(x) + e, with e from N(0, S).
 *
 * @param operator A
 * @param noise S, an operator on observations of one sample
 */
public record Observation(ObservationOperator operator, Covariance noise) {
    /** Refuses a covariance whose domain is not the shape of the observation. */
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

    /**
     * Returns this observation joined with another one of the same sample, with independent noise.
     *
     * @throws IllegalArgumentException if either is not a vector
     */
    public Observation and(Observation other) {
        Shape first = operator.shape();
        Shape second = other.operator.shape();
        if (first.rank() != 1 || second.rank() != 1) {
            throw new IllegalArgumentException("observations of the shapes " + first + " and " + second
                    + " together: expected vectors; flatten the observations");
        }
        ObservationOperator both = ObservationOperator.of(
                Shape.of(first.dim(0) + second.dim(0)), x -> operator.apply(x).concat(1, other.operator.apply(x)));
        return new Observation(both, BlockDiagonal.of(noise, other.noise));
    }
}
