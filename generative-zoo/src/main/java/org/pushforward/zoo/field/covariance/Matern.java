package org.pushforward.zoo.field.covariance;

import org.apache.commons.numbers.gamma.LogGamma;
import org.pushforward.graph.Tensor;

/**
 * Matern's correlation rho(h) = h^k K_k(h) / (2^(k-1) Gamma(k)), with the modified Bessel function K_k. The field has ceil(k) - 1
 * derivatives.
 *
 * <p>The distance is only divided by the range, as in gstat's {@code Mat}; other texts also multiply it by sqrt(2 k). Smoothness 1/2,
 * 3/2 and 5/2 have closed forms:
 *
 * <pre>
 * exp(-h),   (1 + h) exp(-h),   (1 + h + h^2 / 3) exp(-h)
 * </pre>
 *
 * <p>Other values of k take about a microsecond for each evaluation. Wrap the correlation in {@link Tabulated} for millions of evaluations.
 *
 * <p>Matern, <i>Spatial variation</i>, 1960.
 *
 * @param smoothness k, positive
 */
public record Matern(double smoothness) implements Correlation {
    private static final double LARGEST_SMOOTHNESS = 50;
    /** Beyond this distance rho is 0 in float64, and the terms below may overflow. */
    private static final double FARTHEST = 1e6;

    /** Refuses a smoothness that is not in (0, 50]. */
    public Matern {
        if (!(smoothness > 0 && smoothness <= LARGEST_SMOOTHNESS)) {
            throw new IllegalArgumentException("smoothness of a Matern correlation = " + smoothness
                    + ": expected above 0 and up to " + LARGEST_SMOOTHNESS
                    + "; a smoother field is SquaredExponential");
        }
    }

    @Override
    public double at(double h) {
        if (Double.isNaN(h)) {
            return h;
        }
        if (h > FARTHEST) {
            return 0;
        }
        if (smoothness == 0.5) {
            return Math.exp(-h);
        }
        if (smoothness == 1.5) {
            return (1 + h) * Math.exp(-h);
        }
        if (smoothness == 2.5) {
            return (1 + h * (1 + h / 3)) * Math.exp(-h);
        }
        // So near that k / h overflows.
        if (h < Double.MIN_NORMAL * Math.max(1, 2 * smoothness)) {
            return 1;
        }
        double logScale = (1 - smoothness) * Math.log(2) - LogGamma.value(smoothness);
        return Math.min(1, Math.exp(logScale + smoothness * Math.log(h) - h + BesselK.logScaled(smoothness, h)));
    }

    @Override
    public Tensor at(Tensor h) {
        Tensor fall = h.neg().exp();
        if (smoothness == 0.5) {
            return fall;
        }
        if (smoothness == 1.5) {
            return h.add(1).mul(fall);
        }
        if (smoothness == 2.5) {
            return h.div(3).add(1).mul(h).add(1).mul(fall);
        }
        throw new IllegalArgumentException("derivatives of a Matern correlation of smoothness " + smoothness
                + ": expected 0.5, 1.5 or 2.5, which have closed forms; search without derivatives");
    }
}
