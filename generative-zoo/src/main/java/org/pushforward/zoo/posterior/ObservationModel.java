package org.pushforward.zoo.posterior;

/**
 * The law of what is observed of a sample: y = A(x) + s z, with z from N(0, I).
 *
 * @param measurement A
 * @param deviation s, positive
 */
public record ObservationModel(Measurement measurement, double deviation) {
    /** Refuses a deviation that is not positive. */
    public ObservationModel {
        if (!(deviation > 0)) {
            throw new IllegalArgumentException("standard deviation of the noise of an observation = " + deviation
                    + ": expected a positive number; for exact observations take one well below what they measure");
        }
    }

    /** Returns s^2. */
    double variance() {
        return deviation * deviation;
    }
}
