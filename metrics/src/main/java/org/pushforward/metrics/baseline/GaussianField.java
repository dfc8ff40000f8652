package org.pushforward.metrics.baseline;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.pushforward.tensor.HostArray;

/**
 * A Gaussian distribution of fields of n cells. Given the values y of the observed cells o, it predicts the hidden cells h: the
 * conditional mean is m_h + K_ho K_oo^-1 (y - m_o), which is the best linear predictor for any distribution with this mean and
 * covariance, and the conditional variance is the diagonal of K_hh - K_ho K_oo^-1 K_oh.
 *
 * @param mean the mean of each cell
 * @param covariance the covariance of cells, [n][n]
 */
public record GaussianField(double[] mean, double[][] covariance) {

    /**
     * The prediction of every cell of a field.
     *
     * @param mean the conditional mean; the value itself at an observed cell
     * @param standardDeviation the conditional standard deviation; 0 at an observed cell
     */
    public record CellPrediction(double[] mean, double[] standardDeviation) {}

    /** Refuses a covariance whose size differs from that of the mean. */
    public GaussianField {
        int cells = mean.length;
        if (covariance.length != cells || !Arrays.stream(covariance).allMatch(row -> row.length == cells)) {
            throw new IllegalArgumentException("a covariance of " + covariance.length + " rows: expected " + cells
                    + " rows of " + cells + " numbers, one per cell");
        }
    }

    /**
     * Returns the distribution with the sample mean and sample covariance of fields.
     *
     * @param fields the fields, floating [count, n], two or more
     * @throws IllegalArgumentException if there are fewer
     */
    public static GaussianField fitted(HostArray fields) {
        int count = fields.shape().dim(0);
        int cells = fields.shape().dim(1);
        if (count < 2) {
            throw new IllegalArgumentException("the covariance of " + count + " fields: expected 2 or more");
        }
        double[] values = fields.toDoubles();
        double[] mean = new double[cells];
        for (int i = 0; i < values.length; i++) {
            mean[i % cells] += values[i] / count;
        }
        double[][] covariance = new double[cells][cells];
        for (int row = 0; row < count; row++) {
            for (int i = 0; i < cells; i++) {
                double deviation = values[row * cells + i] - mean[i];
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] += deviation * (values[row * cells + j] - mean[j]) / (count - 1);
                }
            }
        }
        for (int i = 0; i < cells; i++) {
            for (int j = 0; j < i; j++) {
                covariance[j][i] = covariance[i][j];
            }
        }
        return new GaussianField(mean, covariance);
    }

    /**
     * Predicts a field from its observed cells.
     *
     * @param values the field; only observed cells are read
     * @param observed which cells are observed, at least one
     * @throws IllegalArgumentException if no cell is observed, the mask has another length than the mean, or the covariance of the
     *     observed cells is not positive definite
     */
    public CellPrediction given(double[] values, boolean[] observed) {
        int[] known = positions(observed);
        int count = known.length;
        DMatrixRMaj among = new DMatrixRMaj(count, count);
        DMatrixRMaj across = new DMatrixRMaj(count, mean.length);
        DMatrixRMaj surprise = new DMatrixRMaj(count, 1);
        for (int i = 0; i < count; i++) {
            surprise.set(i, values[known[i]] - mean[known[i]]);
            for (int j = 0; j < count; j++) {
                among.set(i, j, covariance[known[i]][known[j]]);
            }
            for (int cell = 0; cell < mean.length; cell++) {
                across.set(i, cell, covariance[known[i]][cell]);
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(count);
        if (!solver.setA(among)) {
            throw new IllegalArgumentException("the covariance of " + count
                    + " observed cells is not positive definite: fit it to more fields than there are cells");
        }
        DMatrixRMaj weights = new DMatrixRMaj(count, mean.length);
        solver.solve(across, weights);
        DMatrixRMaj shift = new DMatrixRMaj(mean.length, 1);
        CommonOps_DDRM.multTransA(weights, surprise, shift);
        double[] conditional = new double[mean.length];
        double[] deviation = new double[mean.length];
        for (int cell = 0; cell < mean.length; cell++) {
            double explained = 0;
            for (int i = 0; i < count; i++) {
                explained += weights.get(i, cell) * across.get(i, cell);
            }
            conditional[cell] = observed[cell] ? values[cell] : mean[cell] + shift.get(cell);
            deviation[cell] = observed[cell] ? 0 : Math.sqrt(Math.max(0, covariance[cell][cell] - explained));
        }
        return new CellPrediction(conditional, deviation);
    }

    private int[] positions(boolean[] observed) {
        if (observed.length != mean.length) {
            throw new IllegalArgumentException(
                    "a mask of " + observed.length + " cells: expected " + mean.length + " as the field has");
        }
        int[] positions = IntStream.range(0, observed.length)
                .filter(cell -> observed[cell])
                .toArray();
        if (positions.length == 0) {
            throw new IllegalArgumentException("no cell is observed: expected 1 or more");
        }
        return positions;
    }
}
