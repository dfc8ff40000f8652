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
 * How likely the gauges are by the parameters of a covariance, for a Gaussian field. With n gauges, p coefficients of the trend, and
 * q = (y - F b)^T C^-1 (y - F b) at the best b,
 *
 * <pre>
 * maximum      -1/2 (n log 2 pi + log |C| + q)
 * restricted   -1/2 ((n - p) log 2 pi + log |C| + log |F^T C^-1 F| - log |F^T F| + q)
 * </pre>
 *
 * <p>The restricted one is that of what the gauges say beside the trend; it is also the likelihood with the coefficients integrated out
 * under a flat prior.
 *
 * <p>Patterson and Thompson, <i>Recovery of inter-block information when block sizes are unequal</i>, 1971.
 *
 * @param family the covariances
 * @param trend the mean
 * @param gauges the data
 * @param restricted whether it is the restricted one
 * @param noisy whether the last parameter, {@code noise}, is a variance of noise to add to that of every gauge
 */
public record Likelihood(CovarianceFamily family, Trend trend, Measurements gauges, boolean restricted, boolean noisy) {
    /** Refuses gauges from which nothing can be learned. */
    public Likelihood {
        double[] values = gauges.values();
        if (values.length <= trend.size() || Arrays.stream(values).distinct().count() < 2) {
            throw new IllegalArgumentException("likelihood of " + values.length + " gauges with "
                    + Arrays.stream(values).distinct().count() + " different values and a trend of " + trend.size()
                    + " coefficients: expected at least two different values and more gauges than coefficients; take parameters from "
                    + "the Hyperprior");
        }
    }

    /** Returns the likelihood of all that the gauges say. */
    public static Likelihood maximum(CovarianceFamily family, Trend trend, Measurements gauges) {
        return new Likelihood(family, trend, gauges, false, false);
    }

    /** Returns the likelihood of what the gauges say beside the trend. */
    public static Likelihood restricted(CovarianceFamily family, Trend trend, Measurements gauges) {
        return new Likelihood(family, trend, gauges, true, false);
    }

    /** Returns this with an unknown variance of the gauges' noise as one parameter more. */
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
     * Returns the kriging with some parameters.
     *
     * @throws IllegalArgumentException if there are more or fewer than parameters, or one is not allowed
     */
    public Kriging kriging(double... values) {
        if (values.length != parameters().size()) {
            throw new IllegalArgumentException(values.length + " values of the parameters "
                    + parameters().stream().map(CovarianceParameter::name).toList() + ": expected one for each");
        }
        Measurements measured = noisy ? gauges.withMoreNoise(values[values.length - 1]) : gauges;
        return Kriging.of(family.at(Arrays.copyOf(values, family.size())), trend, measured);
    }

    /** Returns the logarithm of the likelihood; minus infinity where the covariance is not positive definite to rounding. */
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
