package org.pushforward.zoo.field;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Matern's correlation rho(h) = h^k K_k(h) / (2^(k-1) Gamma(k)), with K_k the modified Bessel function: the field has ceil(k) - 1
 * derivatives.
 *
 * <p>The distance is divided by the range alone, as in gstat's {@code Mat}; other texts also multiply it by sqrt(2 k). Smoothness 1/2,
 * 3/2 and 5/2 have closed forms:
 *
 * <pre>
 * exp(-h),   (1 + h) exp(-h),   (1 + h + h^2 / 3) exp(-h)
 * </pre>
 *
 * <p>Matern, <i>Spatial variation</i>, 1960.
 *
 * @param smoothness k, positive
 */
public record Matern(double smoothness) implements Correlation {
    private static final double LARGEST_SMOOTHNESS = 50;

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
        if (smoothness == 0.5) {
            return Math.exp(-h);
        }
        if (smoothness == 1.5) {
            return (1 + h) * Math.exp(-h);
        }
        if (smoothness == 2.5) {
            return (1 + h * (1 + h / 3)) * Math.exp(-h);
        }
        if (h < Double.MIN_NORMAL) {
            return 1;
        }
        double logScale = (1 - smoothness) * Math.log(2) - LogGamma.value(smoothness);
        return Math.min(1, Math.exp(logScale + smoothness * Math.log(h) - h + BesselK.logScaled(smoothness, h)));
    }
}
