package org.pushforward.zoo.field.kriging;

import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Intrinsic;

/**
 * The best linear unbiased prediction of a field from all gauges. With C the covariance of the gauges and their noise, F the trend's
 * functions at the gauges, and c and f those at a place,
 *
 * <pre>
 * b = (F^T C^-1 F)^-1 F^T C^-1 y
 * mean     = f^T b + c^T C^-1 (y - F b)
 * variance = C(place, place) - c^T C^-1 c + g^T (F^T C^-1 F)^-1 g,   g = f - F^T C^-1 c
 * </pre>
 *
 * <p>Where the field is Gaussian this is its conditional distribution, with a flat prior on the coefficients b. The trend makes it
 * simple, ordinary or universal kriging, or kriging with external drift.
 *
 * <p>The system takes n^3 / 3 multiplications once; a mean takes n more at each place and a variance n^2 / 2. It runs in float64 on all
 * threads of the host.
 *
 * <p>Chiles and Delfiner, <i>Geostatistics: modeling spatial uncertainty</i>, 2012, chapter 3.
 */
public final class Kriging implements Predictor {
    /** Places are taken in parts of this many: their covariances with 500 gauges stay in a core's cache. */
    private static final int PART = 128;

    private final KrigingSystem system;

    private Kriging(KrigingSystem system) {
        this.system = system;
    }

    /**
     * Returns the prediction from some gauges.
     *
     * @throws org.pushforward.zoo.field.covariance.NotPositiveDefiniteException if the covariance of the gauges is not positive definite
     * @throws IllegalArgumentException if there are more gauges than dense algebra takes, fewer than the trend has coefficients, the
     *     trend's functions depend on each other at the gauges, or the covariance is {@link Intrinsic} and the trend has no unknown
     *     constant
     */
    public static Kriging of(FieldCovariance covariance, Trend trend, Measurements gauges) {
        return new Kriging(KrigingSystem.of(covariance, trend, gauges));
    }

    /** Returns the estimated coefficients b of the trend. */
    public double[] coefficients() {
        return system.coefficients().clone();
    }

    /** Returns the logarithm of the density of the gauges at the estimated coefficients. */
    public double logLikelihood() {
        return -0.5 * (system.count() * Math.log(2 * Math.PI) + system.factor().logDeterminant() + system.quadratic());
    }

    /** Returns the logarithm of the density of what the gauges say beside the trend. */
    public double restrictedLogLikelihood() {
        return logLikelihood() - 0.5 * (system.logDeterminantOfTrend() - coefficients().length * Math.log(2 * Math.PI));
    }

    /**
     * Returns the derivative of the logarithm of the likelihood by the elements of the gauges' covariance, [n, n]: with
     * a = C^-1 (y - F b), it is 1/2 (a a^T - C^-1), and for the restricted one B of {@link CrossValidation} stands for C^-1.
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

    /** Returns the system that was solved, for likelihoods and cross-validation. */
    KrigingSystem system() {
        return system;
    }

    /** Returns the means alone, which takes a small part of the time. */
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
     * Returns the weights of the gauges at each place, [places, gauges]: the mean is the trend's known part and the weighted sum of what
     * the gauges differ from it.
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
