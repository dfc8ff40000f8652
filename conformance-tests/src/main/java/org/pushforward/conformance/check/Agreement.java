package org.pushforward.conformance.check;

/** What is compared of a model, with the tolerance of property P22: each stage adds the rounding of the ones before. */
public enum Agreement {
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
    public double allowed() {
        return allowed;
    }

    /**
     * Returns a relative error and how much of it was allowed.
     *
     * @throws AssertionError if it is more
     */
    public Observed check(String what, double error) {
        // Not error > allowed: NaN must not pass.
        if (!(error <= allowed)) {
            throw new AssertionError(what + ": off by " + error + " relative to the oracle; allowed: " + allowed);
        }
        return Observed.relative(error, allowed);
    }
}
