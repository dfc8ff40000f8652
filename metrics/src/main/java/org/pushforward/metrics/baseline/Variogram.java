package org.pushforward.metrics.baseline;

import java.util.TreeMap;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.tensor.HostArray;

/**
 * An isotropic variogram, half the mean squared difference of two cells at distance h: n + s (1 - exp(-(h/r)^a)) for h &gt; 0. In a
 * stationary field with this variogram, different cells have covariance s exp(-(h/r)^a), and each cell has variance n + s. The best
 * linear predictor with this covariance is simple kriging.
 *
 * <p>Cressie, <i>Statistics for spatial data</i>, 1993.
 *
 * @param nugget n, the variance that remains at the shortest distances, 0 or more
 * @param sill s, the variance that grows with distance, positive
 * @param range r, the distance in cells over which it grows, positive
 * @param shape a, above 0 and up to 2
 */
public record Variogram(double nugget, double sill, double range, double shape) {
    private static final double LONGEST_RANGE = 200;

    /** Errors of squares of this size have finite squares. */
    private static final double LARGEST_VARIANCE = 1e150;

    /** Refuses parameters out of range. */
    public Variogram {
        if (!(nugget >= 0) || !(sill > 0) || !(range > 0) || !(shape > 0 && shape <= 2)) {
            throw new IllegalArgumentException("a variogram with nugget " + nugget + ", sill " + sill + ", range "
                    + range + " and shape " + shape
                    + ": expected 0 or more, two positive numbers, and a number above 0 and up to 2");
        }
    }

    private record LagMean(double distance, double half, long pairs) {}

    /**
     * Fits a variogram to fields by least squares, weighted by the number of pairs at each distance. The variance n + s is set to
     * the variance of the cells of all fields, because small fields do not show where the variogram levels off.
     *
     * @param fields the fields, row by row, floating [count, rows * columns]
     * @param rows the number of rows of a field
     * @param columns the number of columns
     * @throws IllegalArgumentException if the sizes disagree, all cells are equal, or a value is not finite or huge
     */
    public static Variogram fitted(HostArray fields, int rows, int columns) {
        int cells = rows * columns;
        if (fields.shape().rank() != 2 || fields.shape().dim(1) != cells || cells < 2) {
            throw new IllegalArgumentException(
                    "fields of type " + fields.type() + ": expected [count, " + cells + "], and 2 cells or more");
        }
        double[] values = fields.toDoubles();
        double deviation = Estimate.of(values).standardDeviation();
        double variance = deviation * deviation;
        if (!(variance > 0 && variance < LARGEST_VARIANCE)) {
            throw new IllegalArgumentException("fields of variance " + variance
                    + ": expected cells that differ, and a variance below " + LARGEST_VARIANCE);
        }
        LagMean[] lags = lags(values, rows, columns);
        Variogram best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double shape = 0.1; shape < 2.05; shape += 0.1) {
            for (double range = 0.5; range < LONGEST_RANGE; range *= 1.1) {
                Variogram candidate = withNugget(lags, variance, range, Math.min(2, shape));
                double error = candidate.squaredError(lags);
                if (error < least) {
                    least = error;
                    best = candidate;
                }
            }
        }
        return best;
    }

    /** Fits only the nugget: n + (v - n) (1 - e) = v (1 - e) + n e is linear in n. */
    private static Variogram withNugget(LagMean[] lags, double variance, double range, double shape) {
        double product = 0;
        double square = 0;
        for (LagMean lag : lags) {
            double left = Math.exp(-Math.pow(lag.distance / range, shape));
            product += lag.pairs * left * (lag.half - variance * (1 - left));
            square += lag.pairs * left * left;
        }
        double nugget = Math.max(0, Math.min(0.99 * variance, product / square));
        return new Variogram(nugget, variance - nugget, range, shape);
    }

    private double squaredError(LagMean[] lags) {
        double sum = 0;
        for (LagMean lag : lags) {
            double error = at(lag.distance) - lag.half;
            sum += lag.pairs * error * error;
        }
        return sum;
    }

    private static LagMean[] lags(double[] values, int rows, int columns) {
        int cells = rows * columns;
        int count = values.length / cells;
        TreeMap<Double, LagMean> lags = new TreeMap<>();
        for (int a = 0; a < cells; a++) {
            for (int b = 0; b < a; b++) {
                double sum = 0;
                for (int field = 0; field < count; field++) {
                    double difference = values[field * cells + a] - values[field * cells + b];
                    sum += difference * difference;
                }
                double distance = Math.hypot(a / columns - b / columns, a % columns - b % columns);
                double half = sum / 2 / count;
                lags.merge(
                        distance,
                        new LagMean(distance, half, 1),
                        (old, one) -> new LagMean(
                                distance, (old.half * old.pairs + one.half) / (old.pairs + 1), old.pairs + 1));
            }
        }
        return lags.values().toArray(LagMean[]::new);
    }

    /** Returns the variogram at a distance in cells. */
    public double at(double distance) {
        return distance == 0 ? 0 : nugget + sill * -Math.expm1(-Math.pow(distance / range, shape));
    }

    /** Returns the covariance of the cells, in row-major order, of a field with the given numbers of rows and columns. */
    public double[][] covariance(int rows, int columns) {
        int cells = rows * columns;
        double[][] covariance = new double[cells][cells];
        for (int a = 0; a < cells; a++) {
            for (int b = 0; b < cells; b++) {
                double distance = Math.hypot(a / columns - b / columns, a % columns - b % columns);
                covariance[a][b] = nugget + sill - at(distance);
            }
        }
        return covariance;
    }
}
