package org.pushforward.zoo.field.kriging;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;

/**
 * The best linear unbiased prediction of a field from all gauges. Let C be the covariance of the gauges including their noise, F the trend
 * functions at the gauges, c the covariance between the gauges and a place, and f the trend functions at that place. Then
 *
 * <pre>
 * b = (F^T C^-1 F)^-1 F^T C^-1 y
 * mean     = f^T b + c^T C^-1 (y - F b)
 * variance = C(place, place) - c^T C^-1 c + g^T (F^T C^-1 F)^-1 g,   g = f - F^T C^-1 c
 * </pre>
 *
 * <p>If the field is Gaussian, this is its conditional distribution with a flat prior on the coefficients b. The trend selects simple,
 * ordinary or universal kriging, or kriging with external drift.
 *
 * <p>Factoring the system takes n^3 / 3 multiplications. At each place the mean takes another n and the variance n^2 / 2. The computation
 * runs in float64 on all threads of the host.
 *
 * <p>Chiles and Delfiner, <i>Geostatistics: modeling spatial uncertainty</i>, 2012, chapter 3.
 */
public final class Kriging implements Predictor {
    /** Places are processed in batches of this size, so that their covariances with 500 gauges fit in a core's cache. */
    private static final int PART = 128;

    private final KrigingSystem system;

    private Kriging(KrigingSystem system) {
        this.system = system;
    }

    /**
     * Returns the predictor from some gauges.
     *
     * @throws org.pushforward.zoo.field.covariance.NotPositiveDefiniteException if the covariance of the gauges is not positive definite,
     *     or so close to it that the trend's functions are linearly dependent in its metric
     * @throws IllegalArgumentException if there are more gauges than dense algebra can handle or fewer than the trend has coefficients, if
     *     the trend's functions are linearly dependent at the gauges, or if the covariance {@linkplain FieldCovariance#isIntrinsic is
     *     intrinsic} and the trend has no unknown constant
     */
    public static Kriging of(FieldCovariance covariance, Trend trend, Measurements gauges) {
        return new Kriging(KrigingSystem.of(covariance, trend, gauges));
    }

    /** Returns the estimated coefficients b of the trend. */
    public double[] coefficients() {
        return system.coefficients().clone();
    }

    /** Returns the log density of the gauges at the estimated coefficients. */
    public double logLikelihood() {
        return -0.5 * (system.count() * Math.log(2 * Math.PI) + system.factor().logDeterminant() + system.quadratic());
    }

    /** Returns the restricted log-likelihood of the gauges: the log density of contrasts that do not depend on the trend. */
    public double restrictedLogLikelihood() {
        return logLikelihood() - 0.5 * (system.logDeterminantOfTrend() - coefficients().length * Math.log(2 * Math.PI));
    }

    /**
     * Returns the derivative of the log-likelihood with respect to the elements of the gauges' covariance, of shape [n, n]. With a = C^-1
     * (y - F b) it is 1/2 (a a^T - C^-1). The restricted likelihood has the matrix B of {@link CrossValidation} in place of C^-1.
     */
    public DMatrixRMaj likelihoodByCovariance(boolean restricted) {
        DMatrixRMaj derivative =
                restricted ? system.projected() : system.factor().inverse();
        double[] a = system.residualWeights();
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a.length; j++) {
                derivative.set(i, j, 0.5 * (a[i] * a[j] - derivative.get(i, j)));
            }
        }
        return derivative;
    }

    /** Returns the solved system, for likelihoods and cross-validation. */
    KrigingSystem system() {
        return system;
    }

    /** Returns only the means, which is much faster than predicting variances too. */
    public double[] mean(Places places) {
        double[] mean = new double[places.count()];
        parts(places).forEach(part -> {
            double[] row = new double[system.count()];
            for (int place = part * PART; place < Math.min(places.count(), (part + 1) * PART); place++) {
                mean[place] = system.mean(places, place, row);
            }
        });
        return mean;
    }

    @Override
    public NormalPrediction predict(Places places) {
        double[] mean = new double[places.count()];
        double[] variance = new double[places.count()];
        parts(places).forEach(part -> {
            int from = part * PART;
            int to = Math.min(places.count(), from + PART);
            predict(places, from, to, mean, variance);
        });
        return new NormalPrediction(mean, variance);
    }

    private void predict(Places places, int from, int to, double[] mean, double[] variance) {
        int n = system.count();
        int width = to - from;
        double[][] cross = new double[n][width];
        double[] row = new double[n];
        for (int place = from; place < to; place++) {
            mean[place] = system.mean(places, place, row);
            for (int i = 0; i < n; i++) {
                cross[i][place - from] = row[i];
            }
        }
        system.factor().whiten(cross, width);
        double[] column = new double[n];
        for (int place = from; place < to; place++) {
            for (int i = 0; i < n; i++) {
                column[i] = cross[i][place - from];
            }
            variance[place] = system.variance(places, place, column);
        }
    }

    /**
     * Returns the weights of the gauges at each place, [places, gauges]: the mean is the known part of the trend plus the weighted sum of
     * the gauges' deviations from it.
     */
    public DMatrixRMaj weights(Places places) {
        DMatrixRMaj weights = new DMatrixRMaj(places.count(), system.count());
        parts(places).forEach(part -> {
            double[] row = new double[system.count()];
            for (int place = part * PART; place < Math.min(places.count(), (part + 1) * PART); place++) {
                system.weights(places, place, row);
                System.arraycopy(row, 0, weights.data, place * row.length, row.length);
            }
        });
        return weights;
    }

    private static IntStream parts(Places places) {
        return IntStream.range(0, (places.count() + PART - 1) / PART).parallel();
    }
}
