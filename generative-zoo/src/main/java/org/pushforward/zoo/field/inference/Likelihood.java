package org.pushforward.zoo.field.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.kriging.Kriging;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * The likelihood of the gauges as a function of the covariance parameters, for a Gaussian field. With n gauges, p coefficients of the
 * trend, and q = (y - F b)^T C^-1 (y - F b) at the generalized least-squares estimate b, its logarithm is
 *
 * <pre>
 * maximum      -1/2 (n log 2 pi + log |C| + q)
 * restricted   -1/2 ((n - p) log 2 pi + log |C| + log |F^T C^-1 F| - log |F^T F| + q)
 * </pre>
 *
 * <p>The restricted likelihood uses only contrasts of the gauges that do not depend on the trend. It also is the likelihood with the
 * coefficients integrated out under a flat prior.
 *
 * <p>Patterson and Thompson, <i>Recovery of inter-block information when block sizes are unequal</i>, 1971.
 *
 * @param family the covariances
 * @param trend the mean
 * @param gauges the data
 * @param restricted whether this is the restricted likelihood
 * @param noisy whether the last parameter, {@code noise}, is a noise variance that is added to that of every gauge
 */
public record Likelihood(CovarianceFamily family, Trend trend, Measurements gauges, boolean restricted, boolean noisy) {
    /** Refuses fewer gauges than coefficients of the trend. */
    public Likelihood {
        if (gauges.count() < trend.size()) {
            throw new IllegalArgumentException("likelihood of " + gauges.count() + " gauges with a trend of "
                    + trend.size() + " coefficients: expected at least as many gauges; take a simpler trend");
        }
    }

    /** Refuses gauges that do not determine the parameters. */
    void requireInformative() {
        long different = Arrays.stream(gauges.values()).distinct().count();
        if (gauges.count() <= trend.size() || different < 2) {
            throw new IllegalArgumentException("likelihood of " + gauges.count() + " gauges with " + different
                    + " different values and a trend of " + trend.size()
                    + " coefficients: expected at least two different values and more gauges than coefficients; take parameters from "
                    + "the Hyperprior");
        }
    }

    /** Returns the full likelihood. */
    public static Likelihood maximum(CovarianceFamily family, Trend trend, Measurements gauges) {
        return new Likelihood(family, trend, gauges, false, false);
    }

    /** Returns the restricted likelihood. */
    public static Likelihood restricted(CovarianceFamily family, Trend trend, Measurements gauges) {
        return new Likelihood(family, trend, gauges, true, false);
    }

    /** Returns this likelihood with an unknown noise variance of the gauges as an additional parameter. */
    public Likelihood withUnknownNoise() {
        return new Likelihood(family, trend, gauges, restricted, true);
    }

    /** Returns the parameters, in the order of their values. */
    public List<CovarianceParameter> parameters() {
        List<CovarianceParameter> all = new ArrayList<>(family.parameters());
        if (noisy) {
            all.add(CovarianceParameter.positive("noise"));
        }
        return List.copyOf(all);
    }

    /**
     * Returns kriging with some parameter values.
     *
     * @throws IllegalArgumentException if the number of values is not the number of parameters, or a value is not allowed
     */
    public Kriging kriging(double... values) {
        if (values.length != parameters().size()) {
            throw new IllegalArgumentException(values.length + " values of the parameters "
                    + parameters().stream().map(CovarianceParameter::name).toList() + ": expected one for each");
        }
        Measurements measured = noisy ? gauges.withMoreNoise(values[values.length - 1]) : gauges;
        return Kriging.of(family.at(Arrays.copyOf(values, family.size())), trend, measured);
    }

    /**
     * Returns the log-likelihood, or minus infinity if the covariance is not numerically positive definite.
     *
     * @throws IllegalArgumentException if {@link Kriging#of} refuses the trend or the gauges for all parameters
     */
    public double at(double... values) {
        try {
            Kriging kriging = kriging(values);
            return restricted ? kriging.restrictedLogLikelihood() : kriging.logLikelihood();
        } catch (NotPositiveDefiniteException e) {
            return Double.NEGATIVE_INFINITY;
        }
    }

    double[] fromReal(double... real) {
        List<CovarianceParameter> parameters = parameters();
        double[] values = new double[real.length];
        Arrays.setAll(values, i -> parameters.get(i).fromReal(real[i]));
        return values;
    }

    double[] toReal(double... values) {
        List<CovarianceParameter> parameters = parameters();
        double[] real = new double[values.length];
        Arrays.setAll(real, i -> parameters.get(i).toReal(values[i]));
        return real;
    }
}
