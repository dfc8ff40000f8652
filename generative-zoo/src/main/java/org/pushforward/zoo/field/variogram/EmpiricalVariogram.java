package org.pushforward.zoo.field.variogram;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * Half the mean squared difference between gauges as a function of their distance.
 *
 * @param lags the bins that contain pairs, by increasing distance
 */
public record EmpiricalVariogram(List<Lag> lags) {

    /**
     * The pairs of gauges in a bin of distances.
     *
     * @param distance their mean distance
     * @param semivariance half the mean squared difference of their values, or a robust estimate of it
     * @param pairs the number of pairs
     */
    public record Lag(double distance, double semivariance, int pairs) {}

    /** Copies the list. */
    public EmpiricalVariogram {
        lags = List.copyOf(lags);
    }

    /**
     * Returns Matheron's estimate. For N pairs in a bin it is
     *
     * <pre>
     * gamma = 1 / (2 N) sum (y_i - y_j)^2
     * </pre>
     *
     * @throws IllegalArgumentException if all values are equal
     */
    public static EmpiricalVariogram matheron(Measurements gauges, Bins bins) {
        return estimate(gauges, bins, false);
    }

    /**
     * Returns Cressie and Hawkins' estimate, which is robust to a few outliers:
     *
     * <pre>
     * gamma = (1 / N sum |y_i - y_j|^(1/2))^4 / (2 (.457 + .494 / N))
     * </pre>
     *
     * <p>Cressie, <i>Statistics for spatial data</i>, 1993, section 2.4.3.
     *
     * @throws IllegalArgumentException if all values are equal
     */
    public static EmpiricalVariogram robust(Measurements gauges, Bins bins) {
        return estimate(gauges, bins, true);
    }

    private static EmpiricalVariogram estimate(Measurements gauges, Bins bins, boolean robust) {
        Places places = gauges.places();
        double[] distances = new double[bins.count()];
        double[] sums = new double[bins.count()];
        int[] pairs = new int[bins.count()];
        boolean differ = false;
        for (int i = 0; i < gauges.count(); i++) {
            for (int j = 0; j < i; j++) {
                double difference = Math.abs(gauges.value(i) - gauges.value(j));
                differ |= difference > 0;
                int bin = bins.of(places.x(i) - places.x(j), places.y(i) - places.y(j));
                if (bin >= 0) {
                    distances[bin] += Math.hypot(places.x(i) - places.x(j), places.y(i) - places.y(j));
                    sums[bin] += robust ? Math.sqrt(difference) : difference * difference;
                    pairs[bin]++;
                }
            }
        }
        if (!differ) {
            throw new IllegalArgumentException("variogram of " + gauges.count()
                    + " gauges with equal values: expected values that differ; specify a known covariance instead");
        }
        List<Lag> lags = new ArrayList<>();
        for (int k = 0; k < pairs.length; k++) {
            if (pairs[k] > 0) {
                double n = pairs[k];
                double gamma = robust ? Math.pow(sums[k] / n, 4) / (2 * (0.457 + 0.494 / n)) : sums[k] / (2 * n);
                lags.add(new Lag(distances[k] / n, gamma, pairs[k]));
            }
        }
        return new EmpiricalVariogram(lags);
    }
}
