package org.pushforward.zoo.score;

/**
 * The schedule that keeps data of unit variance at unit variance, alpha_t^2 + sigma_t^2 = 1. It adds noise at a rate beta that grows
 * linearly:
 *
 * <pre>
 * alpha_t = exp( -t^2 (last - first) / 4 - t first / 2 )
 * </pre>
 *
 * <p>Song, Sohl-Dickstein, Kingma, Kumar, Ermon and Poole, <i>Score-based generative modeling through stochastic differential
 * equations</i>, 2021, appendix C.
 *
 * @param first beta at t = 0, positive
 * @param last beta at t = 1, not below the first
 */
public record VariancePreserving(double first, double last) implements NoiseSchedule {
    /** Refuses rates that are not positive or that decrease. */
    public VariancePreserving {
        if (!(first > 0 && last >= first && last < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "rates of noise from " + first + " at t = 0 to " + last + " at t = 1: expected 0 < first <= last");
        }
    }

    /** Returns the paper's schedule: rates from 0.1 to 20. */
    public static VariancePreserving standard() {
        return new VariancePreserving(0.1, 20);
    }

    private double logAlpha(double t) {
        return -t * t * (last - first) / 4 - t * first / 2;
    }

    @Override
    public double alpha(double t) {
        return Math.exp(logAlpha(t));
    }

    /** Returns sqrt(1 - alpha^2), accurate near t = 0. */
    @Override
    public double sigma(double t) {
        return Math.sqrt(-Math.expm1(2 * logAlpha(t)));
    }
}
