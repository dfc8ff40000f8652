package org.pushforward.zoo.field.inference;

import java.util.Arrays;
import java.util.List;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.simulation.Normals;

/**
 * A prior over parameters that are independent and normal in their real coordinates. Positive parameters are therefore log-normal, and
 * bounded ones logit-normal.
 *
 * @param parameters the parameters
 * @param median the median of each
 * @param spread the standard deviation of each in its real coordinate; log 2 puts two thirds of the mass within a factor of 2 of the median
 *     of a positive parameter
 */
public record Hyperprior(List<CovarianceParameter> parameters, double[] median, double[] spread) {
    /** Refuses values that define no distribution. */
    public Hyperprior {
        parameters = List.copyOf(parameters);
        if (median.length != parameters.size() || spread.length != parameters.size()) {
            throw new IllegalArgumentException("prior of the parameters "
                    + parameters.stream().map(CovarianceParameter::name).toList() + " with " + median.length
                    + " medians and "
                    + spread.length + " spreads: expected one of each for each");
        }
        for (int i = 0; i < spread.length; i++) {
            parameters.get(i).toReal(median[i]);
            if (!(spread[i] > 0 && Double.isFinite(spread[i]))) {
                throw new IllegalArgumentException("spread of the prior of '"
                        + parameters.get(i).name() + "' = " + spread[i] + ": expected a finite number above 0");
            }
        }
    }

    /** Returns the log density at real coordinates. */
    double logDensity(double[] real) {
        double sum = 0;
        for (int i = 0; i < real.length; i++) {
            double off = (real[i] - parameters.get(i).toReal(median[i])) / spread[i];
            sum -= 0.5 * off * off + Math.log(spread[i]) + 0.5 * Math.log(2 * Math.PI);
        }
        return sum;
    }

    /** Adds the negative gradient of the log density. */
    void addDescent(double[] real, double[] descent) {
        for (int i = 0; i < real.length; i++) {
            descent[i] += (real[i] - parameters.get(i).toReal(median[i])) / (spread[i] * spread[i]);
        }
    }

    /** Returns parameter values drawn from this prior. */
    public double[] draw(RandomKey key) {
        double[] scores = new double[median.length];
        Normals.fill(key, scores);
        return at(scores);
    }

    /**
     * Returns the parameter values of normal scores. Scores from N(0, 1) give values from this prior.
     *
     * @param scores one score for each parameter
     */
    public double[] at(double... scores) {
        double[] values = new double[median.length];
        Arrays.setAll(
                values, i -> parameters.get(i).fromReal(parameters.get(i).toReal(median[i]) + spread[i] * scores[i]));
        return values;
    }
}
