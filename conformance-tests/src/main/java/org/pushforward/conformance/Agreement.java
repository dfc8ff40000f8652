package org.pushforward.conformance;

import org.pushforward.tensor.HostArray;

/**
 * How far an engine is from the oracle in one quantity of one model.
 *
 * @param model the kind of model
 * @param quantity what was compared
 * @param error the largest difference of an element, relative to the largest element of the oracle's
 * @param allowed the largest error that passes
 */
public record Agreement(String model, Quantity quantity, double error, double allowed) {

    /** What is compared, with the tolerance of property P22: each stage adds the rounding of the ones before. */
    public enum Quantity {
        /** The loss of every update of one iteration. */
        LOSS(1e-5),
        /** The gradient of every parameter in every update of one iteration. */
        GRADIENT(1e-4),
        /** Parameters and moments after one iteration of the optimiser. */
        STEP(1e-4),
        /** Samples after ten steps of the sampler, or of the one step that there is. */
        SAMPLES(1e-3),
        /** The sliced Wasserstein distance of those samples from the data. */
        SCORE(1e-3);

        private final double allowed;

        Quantity(double allowed) {
            this.allowed = allowed;
        }
    }

    static Agreement of(String model, Quantity quantity, double error) {
        return new Agreement(model, quantity, error, quantity.allowed);
    }

    /** Returns the largest difference of two arrays relative to the largest element of the second. */
    static double relativeError(HostArray actual, HostArray expected) {
        if (!actual.shape().equals(expected.shape())) {
            throw new AssertionError("expected a tensor of shape " + expected.shape() + ", not " + actual.shape());
        }
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.size(); i++) {
            double apart = Math.abs(actual.get(i) - expected.get(i));
            // Not Math.max alone: NaN must not pass.
            difference = Double.isNaN(apart) ? Double.POSITIVE_INFINITY : Math.max(difference, apart);
            largest = Math.max(largest, Math.abs(expected.get(i)));
        }
        return difference == 0 ? 0 : difference / largest;
    }

    /** Returns whether the error is allowed. */
    public boolean passes() {
        return error <= allowed;
    }
}
