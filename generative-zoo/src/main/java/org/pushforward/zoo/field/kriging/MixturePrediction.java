package org.pushforward.zoo.field.kriging;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Mixtures of normal distributions with equal weights, as integrating parameters out leaves them.
 *
 * @param parts the distributions of each draw of the parameters, at the same places
 */
public record MixturePrediction(List<NormalPrediction> parts) implements Prediction {
    private static final int HALVINGS = 60;

    /** Refuses parts at other places. */
    public MixturePrediction {
        parts = List.copyOf(parts);
        if (parts.isEmpty()
                || parts.stream().mapToInt(Prediction::count).distinct().count() > 1) {
            throw new IllegalArgumentException(
                    "mixture of " + parts.size() + " predictions: expected at least one, and all at the same places");
        }
    }

    @Override
    public int count() {
        return parts.get(0).count();
    }

    @Override
    public double[] mean() {
        return each(i -> average(part -> part.mean()[i]));
    }

    /** Returns the mean of the variances and the variance of the means. */
    @Override
    public double[] variance() {
        double[] mean = mean();
        return each(i -> average(part -> {
            double off = part.mean()[i] - mean[i];
            return part.variance()[i] + off * off;
        }));
    }

    @Override
    public double[] quantile(double p) {
        double[] low = new double[count()];
        double[] high = new double[count()];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (NormalPrediction part : parts) {
            double[] q = part.quantile(p);
            for (int i = 0; i < q.length; i++) {
                low[i] = Math.min(low[i], q[i]);
                high[i] = Math.max(high[i], q[i]);
            }
        }
        // The quantile of a mixture lies between those of its parts.
        return each(i -> {
            double a = low[i];
            double b = high[i];
            for (int k = 0; k < HALVINGS && a < b; k++) {
                double middle = (a + b) / 2;
                if (average(part -> part.exceedance(i, middle)) > 1 - p) {
                    a = middle;
                } else {
                    b = middle;
                }
            }
            return (a + b) / 2;
        });
    }

    @Override
    public double[] exceedance(double threshold) {
        return each(i -> average(part -> part.exceedance(i, threshold)));
    }

    /** {@inheritDoc} In closed form: E|z - y| - 1/2 E|z - z'|, over all pairs of parts. */
    @Override
    public double[] crps(double... truth) {
        Prediction.requireOneEach(this, truth);
        return each(i -> {
            double near = average(part -> NormalPrediction.meanDistance(part.mean()[i] - truth[i], part.variance()[i]));
            double apart = average(one -> average(other -> NormalPrediction.meanDistance(
                    one.mean()[i] - other.mean()[i], one.variance()[i] + other.variance()[i])));
            return near - apart / 2;
        });
    }

    private interface OfPart {
        double of(NormalPrediction part);
    }

    private double average(OfPart function) {
        double sum = 0;
        for (NormalPrediction part : parts) {
            sum += function.of(part);
        }
        return sum / parts.size();
    }

    private double[] each(IntToDoubleFunction function) {
        return IntStream.range(0, count()).parallel().mapToDouble(function).toArray();
    }
}
