package org.pushforward.metrics.twosample;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Logistic regression, P(label | z) = 1 / (1 + exp(-(w . z + b))). Newton's method maximizes the log-likelihood minus a small
 * multiple of the squared weights, which keeps weights finite even if the labels are perfectly separable.
 *
 * @param weights w, and b last
 */
record LogisticRegression(double[] weights) {
    private static final double RIDGE = 1e-3;
    private static final int STEPS = 25;

    /** Fits features [count][width] to labels. */
    static LogisticRegression fitted(double[][] features, boolean[] labels) {
        int width = features[0].length + 1;
        double[] weights = new double[width];
        for (int step = 0; step < STEPS; step++) {
            DMatrixRMaj hessian = new DMatrixRMaj(width, width);
            DMatrixRMaj gradient = new DMatrixRMaj(width, 1);
            for (int i = 0; i < width; i++) {
                hessian.set(i, i, RIDGE);
                gradient.set(i, -RIDGE * weights[i]);
            }
            for (int row = 0; row < features.length; row++) {
                double p = probability(weights, features[row]);
                double residual = (labels[row] ? 1 : 0) - p;
                double curvature = Math.max(p * (1 - p), 1e-10);
                for (int i = 0; i < width; i++) {
                    double a = i < width - 1 ? features[row][i] : 1;
                    gradient.add(i, 0, residual * a);
                    for (int j = 0; j <= i; j++) {
                        hessian.add(i, j, curvature * a * (j < width - 1 ? features[row][j] : 1));
                    }
                }
            }
            for (int i = 0; i < width; i++) {
                for (int j = 0; j < i; j++) {
                    hessian.set(j, i, hessian.get(i, j));
                }
            }
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(width);
            solver.setA(hessian);
            DMatrixRMaj change = new DMatrixRMaj(width, 1);
            solver.solve(gradient, change);
            double largest = 0;
            for (int i = 0; i < width; i++) {
                weights[i] += change.get(i);
                largest = Math.max(largest, Math.abs(change.get(i)));
            }
            if (largest < 1e-8) {
                break;
            }
        }
        return new LogisticRegression(weights);
    }

    /** Returns the probability that features have the label. */
    double probability(double[] features) {
        return probability(weights, features);
    }

    private static double probability(double[] weights, double[] features) {
        double sum = weights[features.length];
        for (int i = 0; i < features.length; i++) {
            sum += weights[i] * features[i];
        }
        return 1 / (1 + Math.exp(-sum));
    }
}
