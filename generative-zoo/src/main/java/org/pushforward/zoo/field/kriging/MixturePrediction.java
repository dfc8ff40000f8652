package org.pushforward.zoo.field.kriging;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.Erfc;

/**
 * Equally weighted mixtures of distributions, which result from integrating parameters out.
 *
 * @param parts the predictions for each draw of the parameters, all at the same places
 */
public record MixturePrediction(List<? extends Prediction> parts) implements Prediction {
    private static final int HALVINGS = 60;
    /** The largest normal score of the quantiles that divide the distribution; beyond it are 4e-11 of the mass. */
    private static final double LARGEST_SCORE = 6.5;

    private static final int SCORES = 14;

    /** Refuses an empty mixture and predictions with different numbers of places. */
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
        List<double[]> means = parts.stream().map(Prediction::mean).toList();
        return each(i -> means.stream().mapToDouble(m -> m[i]).average().orElseThrow());
    }

    /** Returns the mean of the variances plus the variance of the means. */
    @Override
    public double[] variance() {
        double[] mean = mean();
        double[] variance = new double[count()];
        for (Prediction part : parts) {
            double[] ofPart = part.variance();
            double[] means = part.mean();
            for (int i = 0; i < variance.length; i++) {
                double off = means[i] - mean[i];
                variance[i] += (ofPart[i] + off * off) / parts.size();
            }
        }
        return variance;
    }

    @Override
    public double[] quantile(double p) {
        double[] low = new double[count()];
        double[] high = new double[count()];
        bracket(p, low, high);
        // The quantile of a mixture lies between those of its parts.
        return each(i -> {
            double a = low[i];
            double b = high[i];
            for (int k = 0; k < HALVINGS && a < b; k++) {
                double middle = (a + b) / 2;
                if (exceedance(i, middle) > 1 - p) {
                    a = middle;
                } else {
                    b = middle;
                }
            }
            return (a + b) / 2;
        });
    }

    @Override
    public double exceedance(int place, double threshold) {
        return parts.stream()
                .mapToDouble(part -> part.exceedance(place, threshold))
                .average()
                .orElseThrow();
    }

    /**
     * {@inheritDoc} If all parts are normal, it is computed in closed form as E|z - y| - 1/2 E|z - z'| over all pairs of parts. Otherwise
     * it is integrated between the quantiles of the parts, with an error below 0.1 %.
     */
    @Override
    public double[] crps(double... truth) {
        Prediction.requireOneEach(this, truth);
        if (parts.stream().allMatch(NormalPrediction.class::isInstance)) {
            List<NormalPrediction> normal =
                    parts.stream().map(NormalPrediction.class::cast).toList();
            return each(i -> ofNormal(normal, i, truth[i]));
        }
        List<double[]> nodes = nodes();
        return each(i -> integral(i, truth[i], nodes.stream().mapToDouble(of -> of[i])));
    }

    /** Returns the least and the largest quantile of all parts at each place, for normal scores of equal distance. */
    private List<double[]> nodes() {
        List<double[]> nodes = new ArrayList<>();
        for (int k = 0; k < SCORES; k++) {
            double score = LARGEST_SCORE * (2.0 * k / (SCORES - 1) - 1);
            double p = 0.5 * Erfc.value(-score / Math.sqrt(2));
            double[] low = new double[count()];
            double[] high = new double[count()];
            bracket(p, low, high);
            nodes.add(low);
            nodes.add(high);
        }
        return nodes;
    }

    /** Writes the least and the largest p-quantile of the parts, between which that of the mixture lies. */
    private void bracket(double p, double[] low, double[] high) {
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
        for (Prediction part : parts) {
            double[] q = part.quantile(p);
            for (int i = 0; i < q.length; i++) {
                low[i] = Math.min(low[i], q[i]);
                high[i] = Math.max(high[i], q[i]);
            }
        }
    }

    private static double ofNormal(List<NormalPrediction> parts, int i, double truth) {
        double near = 0;
        double apart = 0;
        for (NormalPrediction one : parts) {
            near += NormalPrediction.meanDistance(one.mean()[i] - truth, one.variance()[i]);
            for (NormalPrediction other : parts) {
                apart += NormalPrediction.meanDistance(
                        one.mean()[i] - other.mean()[i], one.variance()[i] + other.variance()[i]);
            }
        }
        return near / parts.size() - apart / (2.0 * parts.size() * parts.size());
    }

    /** Returns the integral of F^2 below the truth plus that of (1 - F)^2 above it. */
    private double integral(int i, double truth, DoubleStream quantiles) {
        if (!Double.isFinite(truth)) {
            return Math.abs(truth);
        }
        double[] nodes = DoubleStream.concat(DoubleStream.of(truth), quantiles)
                .filter(Double::isFinite)
                .sorted()
                .toArray();
        AdaptiveSimpson integral = new AdaptiveSimpson();
        integral.add(
                u -> {
                    double below = 1 - exceedance(i, u);
                    return below * below;
                },
                Arrays.stream(nodes).filter(u -> u <= truth).toArray());
        integral.add(
                u -> {
                    double above = exceedance(i, u);
                    return above * above;
                },
                Arrays.stream(nodes).filter(u -> u >= truth).toArray());
        return integral.sum();
    }

    private double[] each(IntToDoubleFunction function) {
        return IntStream.range(0, count()).parallel().mapToDouble(function).toArray();
    }
}
