package org.pushforward.zoo.field.kriging;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/**
 * Normal marginal distributions of the field at some places given gauges.
 *
 * @param mean the means, in the unit of the values
 * @param variance the variances of the field without instrument noise, 0 or more
 */
public record NormalPrediction(double[] mean, double[] variance) implements Prediction {
    /** Refuses values that define no normal distributions. */
    public NormalPrediction {
        if (mean.length != variance.length) {
            throw new IllegalArgumentException("prediction with " + mean.length + " means and " + variance.length
                    + " variances: expected as many of each");
        }
        for (int i = 0; i < mean.length; i++) {
            if (!(Double.isFinite(mean[i]) && variance[i] >= 0)) {
                throw new IllegalArgumentException("prediction " + i + " with mean " + mean[i] + " and variance "
                        + variance[i] + ": expected a finite mean and a variance of 0 or more");
            }
        }
    }

    @Override
    public int count() {
        return mean.length;
    }

    @Override
    public double[] quantile(double p) {
        Prediction.requireProbability(p);
        double z = -Math.sqrt(2) * InverseErfc.value(2 * p);
        return each(i -> mean[i] + z * Math.sqrt(variance[i]));
    }

    @Override
    public double exceedance(int i, double threshold) {
        double s = Math.sqrt(variance[i]);
        if (s == 0) {
            return mean[i] > threshold ? 1 : 0;
        }
        return 0.5 * Erfc.value((threshold - mean[i]) / (s * Math.sqrt(2)));
    }

    @Override
    public double[] crps(double... truth) {
        Prediction.requireOneEach(this, truth);
        return each(i -> meanDistance(mean[i] - truth[i], variance[i]) - Math.sqrt(variance[i] / Math.PI));
    }

    /** Returns E|z| for z from N(m, v): m (2 Phi(m / s) - 1) + 2 s phi(m / s). */
    static double meanDistance(double m, double v) {
        double s = Math.sqrt(v);
        if (s == 0) {
            return Math.abs(m);
        }
        double u = m / s;
        return m * (1 - Erfc.value(u / Math.sqrt(2))) + 2 * s * Math.exp(-0.5 * u * u) / Math.sqrt(2 * Math.PI);
    }

    /** Returns the distributions of measurements by an instrument with additional noise of a given variance. */
    public NormalPrediction withNoise(double added) {
        return new NormalPrediction(mean, each(i -> variance[i] + added));
    }

    private double[] each(IntToDoubleFunction function) {
        return IntStream.range(0, count()).mapToDouble(function).toArray();
    }
}
