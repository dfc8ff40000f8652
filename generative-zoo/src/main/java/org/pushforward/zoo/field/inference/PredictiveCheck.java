package org.pushforward.zoo.field.inference;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.simulation.Normals;
import org.pushforward.zoo.field.simulation.PointSampler;

/**
 * Checks whether gauges look like draws from a hyperprior. It compares their standard deviation, and their root mean square difference
 * from the nearest neighbor, with those of simulated gauges. This reveals a wrong unit or a field that is much rougher than expected
 * before anything is predicted.
 *
 * <p>Fields so smooth that their covariance is numerically singular are drawn with an additional nugget of 1e-8 of their variance.
 *
 * <p>Gelman, Meng and Stern, <i>Posterior predictive assessment of model fitness via realized discrepancies</i>, 1996.
 *
 * @param statistic the name of the compared statistic
 * @param value its value for the gauges
 * @param low the 5 % quantile of the simulated values
 * @param high the 95 % quantile of the simulated values
 * @param probability the two-sided tail probability of the value, at least 2 / (draws + 1)
 */
public record PredictiveCheck(String statistic, double value, double low, double high, double probability) {
    /** Below this probability the gauges are surprising under the hyperprior. */
    public static final double SURPRISING = 0.01;

    private static final double TAIL = 0.05;
    /** A share of the variance that makes a covariance of very smooth fields numerically positive definite. */
    private static final double JITTER = 1e-8;

    /**
     * Returns the checks of both statistics.
     *
     * @param likelihood contains the gauges; its trend is not used
     * @param prior the prior over its parameters
     * @param draws the number of simulated sets of gauges; at least 200 are needed for a probability below {@value #SURPRISING}
     */
    public static List<PredictiveCheck> of(Likelihood likelihood, Hyperprior prior, int draws, RandomKey key) {
        Measurements gauges = likelihood.gauges();
        if (gauges.count() < 2 || draws < 2) {
            throw new IllegalArgumentException("predictive check of " + gauges.count() + " gauges by " + draws
                    + " draws: expected at least two of each");
        }
        int[] nearest = nearest(gauges);
        double[][] drawn = new double[draws][];
        for (int k = 0; k < draws; k++) {
            drawn[k] = draw(likelihood, prior, key.fold(k));
        }
        return List.of(
                check("standard deviation", PredictiveCheck::deviation, gauges.values(), drawn),
                check("deviation from the nearest gauge", y -> roughness(y, nearest), gauges.values(), drawn));
    }

    private static double[] draw(Likelihood likelihood, Hyperprior prior, RandomKey key) {
        double[] parameters = prior.draw(key.fold("parameters"));
        Measurements gauges = likelihood.gauges();
        CovarianceFamily family = likelihood.family();
        double[] values = sampler(family.at(Arrays.copyOf(parameters, family.size())), gauges.places())
                .sample(1, key.fold("field"))
                .toDoubles();
        double more = likelihood.noisy() ? parameters[parameters.length - 1] : 0;
        double[] errors = new double[values.length];
        Normals.fill(key.fold("noise"), errors);
        for (int i = 0; i < values.length; i++) {
            values[i] += Math.sqrt(gauges.noise(i) + more) * errors[i];
        }
        return values;
    }

    private static PointSampler sampler(FieldCovariance covariance, Places places) {
        try {
            return PointSampler.of(covariance, places);
        } catch (NotPositiveDefiniteException e) {
            double variance = covariance.variance(places.x(0), places.y(0));
            return PointSampler.of(covariance.plus(new Nugget(JITTER * variance)), places);
        }
    }

    private static PredictiveCheck check(
            String name, ToDoubleFunction<double[]> statistic, double[] gauges, double[][] drawn) {
        double value = statistic.applyAsDouble(gauges);
        double[] sorted = Arrays.stream(drawn).mapToDouble(statistic).sorted().toArray();
        long below = Arrays.stream(sorted).filter(each -> each < value).count();
        long beyond = Math.min(below, sorted.length - below);
        double probability = Math.min(1, 2.0 * (beyond + 1) / (sorted.length + 1));
        int tail = (int) (TAIL * sorted.length);
        return new PredictiveCheck(name, value, sorted[tail], sorted[sorted.length - 1 - tail], probability);
    }

    private static double deviation(double[] y) {
        double mean = Arrays.stream(y).average().orElseThrow();
        return Math.sqrt(Arrays.stream(y)
                .map(v -> v - mean)
                .map(off -> off * off)
                .average()
                .orElseThrow());
    }

    private static double roughness(double[] y, int[] nearest) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double difference = y[i] - y[nearest[i]];
            sum += difference * difference;
        }
        return Math.sqrt(sum / y.length);
    }

    private static int[] nearest(Measurements gauges) {
        int[] nearest = new int[gauges.count()];
        for (int i = 0; i < nearest.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int j = 0; j < nearest.length; j++) {
                double distance = Math.hypot(
                        gauges.places().x(i) - gauges.places().x(j),
                        gauges.places().y(i) - gauges.places().y(j));
                if (j != i && distance < least) {
                    least = distance;
                    nearest[i] = j;
                }
            }
        }
        return nearest;
    }

    /** Returns whether the gauges are surprising under the hyperprior. */
    public boolean isSurprising() {
        return probability < SURPRISING;
    }

    /** Returns the result in words, with advice if it is surprising. */
    @Override
    public String toString() {
        String found = statistic + " of the gauges = " + value + "; the hyperprior expects " + low + " to " + high
                + ", probability " + probability;
        return isSurprising()
                ? found + ": look at the unit of the values, or choose a hyperprior that fits this field"
                : found;
    }
}
