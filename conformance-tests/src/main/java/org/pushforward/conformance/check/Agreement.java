package org.pushforward.conformance.check;

/** A quantity of a model that is compared with the oracle, and its tolerance: each stage adds to the rounding of those before. */
public enum Agreement {
    /** The loss of every update of one iteration. */
    LOSS(1e-5),
    /** The gradient of every parameter in every update of one iteration. */
    GRADIENT(1e-4),
    /** Parameters and the states of the optimizer after one iteration. */
    STEP(1e-4),
    /** Samples after ten steps of the sampler, or after its only step. */
    SAMPLES(1e-3),
    /** The sliced Wasserstein distance between those samples and the data. */
    SCORE(1e-3),
    /** Each loss of the first ten iterations. */
    TRAJECTORY(1e-4);

    private final double allowed;

    Agreement(double allowed) {
        this.allowed = allowed;
    }

    /** Returns the largest error that passes in float32, relative to the largest expected element. */
    public double allowed() {
        return allowed;
    }

    /**
     * Returns the relative error of a quantity that is close enough to the oracle's.
     *
     * @param what the quantity, for the message
     * @param error its relative error
     * @param more what passes besides, because the backend does not compute in float32
     * @throws AssertionError if the error is larger than allowed
     */
    public MeasuredError check(String what, double error, double more) {
        // Not error > allowed: NaN must not pass.
        if (!(error <= allowed + more)) {
            throw new AssertionError(
                    what + ": off by " + error + " relative to the oracle; allowed: " + (allowed + more));
        }
        return MeasuredError.relative(error, allowed + more);
    }
}
