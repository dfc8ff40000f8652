package org.pushforward.conformance;

import org.pushforward.tensor.HostArray;

/** What is compared of a model, with the tolerance of property P22: each stage adds the rounding of the ones before. */
enum Agreement {
    /** The loss of every update of one iteration. */
    LOSS(1e-5),
    /** The gradient of every parameter in every update of one iteration. */
    GRADIENT(1e-4),
    /** Parameters and moments after one iteration of the optimiser. */
    STEP(1e-4),
    /** Samples after ten steps of the sampler, or of the one step that there is. */
    SAMPLES(1e-3),
    /** The sliced Wasserstein distance of those samples from the data. */
    SCORE(1e-3),
    /** Each loss of the first ten iterations. */
    TRAJECTORY(1e-4);

    private final double allowed;

    Agreement(double allowed) {
        this.allowed = allowed;
    }

    /** Returns the largest error that passes, relative to the largest element of what is expected. */
    double allowed() {
        return allowed;
    }

    /**
     * Returns a relative error and how much of it was allowed.
     *
     * @throws AssertionError if it is more
     */
    Measurement check(String what, double error) {
        // Not error > allowed: NaN must not pass.
        if (!(error <= allowed)) {
            throw new AssertionError(what + ": off by " + error + " relative to the oracle; allowed: " + allowed);
        }
        return Measurement.relative(error, allowed);
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
}
