package org.pushforward.zoo.field.observation;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.simulation.FieldSampler;
import org.pushforward.zoo.field.simulation.Normals;
import org.pushforward.zoo.field.simulation.PointSampler;

/**
 * The exact posterior of a Gaussian field on a grid given observations of its cells, which every posterior sampler should reproduce if the
 * parameters are known. For x from N(m, C) and y = A x + e with e from N(0, S) it has
 *
 * <pre>
 * K = C A^T (A C A^T + S)^-1
 * mean = m + K (y - A m),   covariance = C - K A C
 * </pre>
 *
 * <p>This is kriging from observations through A. Fields are drawn by Matheron's rule.
 */
public final class ExactPosterior implements FieldSampler {
    private final CellObservation observation;
    private final PointSampler prior;
    private final DMatrixRMaj gain;
    private final DenseFactor noise;
    private final double[] values;
    private final NormalPrediction prediction;
    private final double level;

    private ExactPosterior(
            CellObservation observation, FieldCovariance covariance, double level, DMatrixRMaj noise, double[] values) {
        this.observation = observation;
        this.level = level;
        this.noise = DenseFactor.of("covariance of the noise", noise);
        this.values = values;
        this.prior = PointSampler.of(covariance, observation.grid().places());
        DMatrixRMaj a = observation.matrix();
        DMatrixRMaj c = DenseFactor.matrix(covariance, observation.grid().places());
        DMatrixRMaj cross = new DMatrixRMaj(a.numRows, a.numCols);
        CommonOps_DDRM.mult(a, c, cross);
        DMatrixRMaj system = noise.copy();
        CommonOps_DDRM.multAddTransB(cross, a, system);
        DMatrixRMaj inverse =
                DenseFactor.of("covariance of the observations", system).inverse();
        this.gain = new DMatrixRMaj(a.numCols, a.numRows);
        CommonOps_DDRM.multTransA(cross, inverse, gain);
        double[] mean = new double[a.numCols];
        double[] variance = new double[a.numCols];
        double[] innovation = innovation(constant(mean.length, level), new double[values.length]);
        for (int i = 0; i < mean.length; i++) {
            mean[i] = level;
            variance[i] = c.get(i, i);
            for (int k = 0; k < a.numRows; k++) {
                mean[i] += gain.get(i, k) * innovation[k];
                variance[i] -= gain.get(i, k) * cross.get(k, i);
            }
            variance[i] = Math.max(variance[i], 0);
        }
        this.prediction = new NormalPrediction(mean, variance);
    }

    /**
     * Returns the posterior of a field.
     *
     * @param observation A
     * @param covariance C, as a function of places
     * @param mean m, the same in every cell
     * @param noise S, of shape [k, k] for k observations
     * @param values y, all finite; remove missing values from both A and y ({@link CellObservation#select})
     * @throws org.pushforward.zoo.field.covariance.NotPositiveDefiniteException if C or S is not positive definite
     * @throws IllegalArgumentException if shapes differ, a value is not finite, or there are more cells than dense algebra can handle
     */
    public static ExactPosterior of(
            CellObservation observation, FieldCovariance covariance, double mean, HostArray noise, double... values) {
        int k = observation.matrix().numRows;
        if (!noise.shape().equals(Shape.of(k, k)) || values.length != k || !noise.isFinite()) {
            throw new IllegalArgumentException(
                    values.length + " values with noise of type " + noise.type() + ": expected one value for each of "
                            + k + " observations and finite noise [" + k + ", " + k + "]");
        }
        for (int i = 0; i < k; i++) {
            if (!Double.isFinite(values[i])) {
                throw new IllegalArgumentException("observation " + i + " = " + values[i]
                        + ": expected a finite number; leave missing ones out with CellObservation.select");
            }
        }
        return new ExactPosterior(
                observation, covariance, mean, new DMatrixRMaj(k, k, true, noise.toDoubles()), values.clone());
    }

    private static double[] constant(int count, double value) {
        return IntStream.range(0, count).mapToDouble(i -> value).toArray();
    }

    /** Returns y - A x - e. */
    private double[] innovation(double[] x, double[] e) {
        DMatrixRMaj a = observation.matrix();
        double[] left = values.clone();
        for (int k = 0; k < left.length; k++) {
            left[k] -= e[k];
            for (int i = 0; i < x.length; i++) {
                left[k] -= a.data[k * x.length + i] * x[i];
            }
        }
        return left;
    }

    /** Returns the mean and variance of each cell, row by row. */
    public NormalPrediction prediction() {
        return prediction;
    }

    @Override
    public Shape shape() {
        return observation.grid().shape();
    }

    @Override
    public HostArray sample(int count, RandomKey key) {
        int n = shape().size();
        double[] fields = prior.sample(count, key.fold("field")).toDoubles();
        RandomKey noiseKey = key.fold("noise");
        IntStream.range(0, count).parallel().forEach(k -> {
            double[] x = Arrays.copyOfRange(fields, k * n, (k + 1) * n);
            Arrays.setAll(x, i -> x[i] + level);
            double[] left = innovation(x, error(noiseKey.fold(k)));
            for (int i = 0; i < n; i++) {
                double moved = x[i];
                for (int j = 0; j < left.length; j++) {
                    moved += gain.data[i * left.length + j] * left[j];
                }
                fields[k * n + i] = moved;
            }
        });
        return HostArray.wrap(Shape.of(count, shape().dim(0), shape().dim(1)), fields);
    }

    private double[] error(RandomKey key) {
        double[][] white = new double[noise.size()][1];
        double[] numbers = new double[noise.size()];
        Normals.fill(key, numbers);
        for (int i = 0; i < numbers.length; i++) {
            white[i][0] = numbers[i];
        }
        noise.color(white, 1);
        return IntStream.range(0, numbers.length).mapToDouble(i -> white[i][0]).toArray();
    }
}
