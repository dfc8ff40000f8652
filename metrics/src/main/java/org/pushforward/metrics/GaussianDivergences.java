package org.pushforward.metrics;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * Divergences between Gaussian distributions, in nats: closed forms, and quadrature where there is none.
 *
 * <p>KL(p || q) = E_p[log p/q]. JS(p, q) = 1/2 KL(p || m) + 1/2 KL(q || m) with m = (p + q)/2, which is at most log 2. It is not
 * half of KL(p || q) + KL(q || p), which is half the Jeffreys divergence and has no bound.
 */
public final class GaussianDivergences {
    /** Quadrature nodes per smaller standard deviation. */
    private static final double NODES_PER_DEVIATION = 16;

    private static final double LARGEST_RATIO = 1000;

    private GaussianDivergences() {}

    /** Returns KL(p || q) = log(s_q/s_p) + (s_p^2 + (m_p - m_q)^2) / (2 s_q^2) - 1/2. */
    public static double kl(Normal p, Normal q) {
        double ratio = p.standardDeviation() / q.standardDeviation();
        double shift = (p.mean() - q.mean()) / q.standardDeviation();
        return 0.5 * (ratio * ratio + shift * shift - 1) - Math.log(ratio);
    }

    /**
     * Returns KL(N(m_0, diag v_0) || N(m_1, diag v_1)) = 1/2 sum_i (v_0/v_1 + (m_0 - m_1)^2/v_1 - 1 + log v_1/v_0).
     *
     * @param mean0 the mean m_0
     * @param variance0 the variances v_0
     * @param mean1 the mean m_1
     * @param variance1 the variances v_1
     * @throws IllegalArgumentException if the lengths differ or a variance is not positive
     */
    public static double kl(double[] mean0, double[] variance0, double[] mean1, double[] variance1) {
        int size = mean0.length;
        checkLength("variances v_0", variance0.length, size);
        checkLength("mean m_1", mean1.length, size);
        checkLength("variances v_1", variance1.length, size);
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += kl(new Normal(mean0[i], Math.sqrt(variance0[i])), new Normal(mean1[i], Math.sqrt(variance1[i])));
        }
        return sum;
    }

    /**
     * Returns KL(N(m_0, S_0) || N(m_1, S_1)) = 1/2 (tr(S_1^-1 S_0) + (m_1 - m_0)^T S_1^-1 (m_1 - m_0) - d + log |S_1|/|S_0|).
     *
     * @param mean0 the mean m_0
     * @param covariance0 the covariance S_0
     * @param mean1 the mean m_1
     * @param covariance1 the covariance S_1
     * @throws IllegalArgumentException if the sizes differ or a covariance is not symmetric and positive definite
     */
    public static double kl(double[] mean0, double[][] covariance0, double[] mean1, double[][] covariance1) {
        int size = mean0.length;
        checkLength("covariance S_0", covariance0.length, size);
        checkLength("mean m_1", mean1.length, size);
        checkLength("covariance S_1", covariance1.length, size);
        DMatrixRMaj s0 = symmetric("covariance S_0", covariance0);
        DMatrixRMaj s1 = symmetric("covariance S_1", covariance1);
        LinearSolverDense<DMatrixRMaj> factor0 = factor("covariance S_0", s0);
        LinearSolverDense<DMatrixRMaj> factor1 = factor("covariance S_1", s1);
        DMatrixRMaj shift = new DMatrixRMaj(size, 1);
        for (int i = 0; i < size; i++) {
            shift.set(i, mean1[i] - mean0[i]);
        }
        DMatrixRMaj ratio = new DMatrixRMaj(size, size);
        factor1.solve(s0, ratio);
        DMatrixRMaj whitened = new DMatrixRMaj(size, 1);
        factor1.solve(shift, whitened);
        return 0.5
                * (CommonOps_DDRM.trace(ratio)
                        + CommonOps_DDRM.dot(shift, whitened)
                        - size
                        + logDeterminant(factor1)
                        - logDeterminant(factor0));
    }

    private static DMatrixRMaj symmetric(String name, double[][] rows) {
        int size = rows.length;
        for (int i = 0; i < size; i++) {
            if (rows[i].length != size || !Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
                throw new IllegalArgumentException(name + ": row " + i + " is " + Arrays.toString(rows[i])
                        + ", expected " + size + " finite numbers");
            }
            for (int j = 0; j < i; j++) {
                if (Math.abs(rows[i][j] - rows[j][i]) > 1e-12 * Math.sqrt(Math.abs(rows[i][i] * rows[j][j]))) {
                    throw new IllegalArgumentException(name + " is not symmetric: " + rows[i][j] + " at (" + i + ", "
                            + j + "), " + rows[j][i] + " at (" + j + ", " + i + ")");
                }
            }
        }
        return new DMatrixRMaj(rows);
    }

    private static LinearSolverDense<DMatrixRMaj> factor(String name, DMatrixRMaj covariance) {
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(covariance.numRows);
        if (!solver.setA(covariance.copy())) {
            throw new IllegalArgumentException(
                    name + " is not positive definite: its least eigenvalue is " + leastEigenvalue(covariance));
        }
        return solver;
    }

    private static double leastEigenvalue(DMatrixRMaj matrix) {
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(matrix.numRows, false, true);
        eigen.decompose(matrix);
        return IntStream.range(0, eigen.getNumberOfEigenvalues())
                .mapToDouble(i -> eigen.getEigenvalue(i).getReal())
                .min()
                .orElseThrow();
    }

    private static double logDeterminant(LinearSolverDense<DMatrixRMaj> solver) {
        CholeskyDecomposition_F64<DMatrixRMaj> decomposition = solver.getDecomposition();
        DMatrixRMaj factor = decomposition.getT(null);
        return IntStream.range(0, factor.numRows)
                .mapToDouble(i -> 2 * Math.log(factor.get(i, i)))
                .sum();
    }

    private static void checkLength(String name, int length, int expected) {
        if (length != expected) {
            throw new IllegalArgumentException(
                    name + " has length " + length + ": expected " + expected + ", as the mean m_0");
        }
    }

    /**
     * Returns the divergence of a variational autoencoder's posterior from its prior,
     * KL(N(m, diag v) || N(0, I)) = 1/2 sum_i (m^2 + v - 1 - log v).
     *
     * @param mean the mean m
     * @param logVariance log v
     * @throws IllegalArgumentException if the lengths differ
     */
    public static double klToStandardNormal(double[] mean, double[] logVariance) {
        checkLength("logVariance", logVariance.length, mean.length);
        double sum = 0;
        for (int i = 0; i < mean.length; i++) {
            sum += mean[i] * mean[i] + Math.expm1(logVariance[i]) - logVariance[i];
        }
        return 0.5 * sum;
    }

    /**
     * Returns JS(p, q) by quadrature, to about 1e-9.
     *
     * @throws IllegalArgumentException if one standard deviation is over 1000 times the other
     */
    public static double jensenShannon(Normal p, Normal q) {
        double step = step(p, q);
        // log p/m = log 2 - log(1 + q/p).
        double ofP = p.expectation(x -> Math.log(2) - softplus(q.logDensity(x) - p.logDensity(x)), step);
        double ofQ = q.expectation(x -> Math.log(2) - softplus(p.logDensity(x) - q.logDensity(x)), step);
        return 0.5 * (ofP + ofQ);
    }

    /**
     * Returns log 4 + E_p[log D] + E_q[log(1 - D)] for a discriminator D = sigmoid(h), by quadrature for smooth h. It is at most 2
     * JS(p, q) for every h, with equality for h = log p/q.
     *
     * @param p the first distribution, which D should call 1
     * @param q the second distribution, which D should call 0
     * @param logit the function h
     * @throws IllegalArgumentException if one standard deviation is over 1000 times the other
     */
    public static double ganDual(Normal p, Normal q, DoubleUnaryOperator logit) {
        double step = step(p, q);
        return Math.log(4)
                - p.expectation(x -> softplus(-logit.applyAsDouble(x)), step)
                - q.expectation(x -> softplus(logit.applyAsDouble(x)), step);
    }

    /**
     * Returns Donsker and Varadhan's E_p[g] - log E_q[e^g], by quadrature for smooth g such that e^g grows no faster than p/q. It
     * is at most KL(p || q) for every g with finite E_q[e^g], with equality for g = log p/q plus any constant.
     *
     * @param p the first distribution of KL(p || q)
     * @param q the second distribution of KL(p || q)
     * @param g the function g
     * @throws IllegalArgumentException if one standard deviation is over 1000 times the other
     */
    public static double donskerVaradhan(Normal p, Normal q, DoubleUnaryOperator g) {
        double step = step(p, q);
        return p.expectation(g, step)
                - Math.log(integral(p, q, x -> Math.exp(g.applyAsDouble(x) + q.logDensity(x)), step));
    }

    // Covers the mass of both distributions: e^g may shift the weight of q to where p has its mass.
    private static double integral(Normal p, Normal q, DoubleUnaryOperator f, double step) {
        double from = Math.min(p.lower(), q.lower());
        long steps = (long) Math.ceil((Math.max(p.upper(), q.upper()) - from) / step);
        double sum = 0;
        for (long i = 0; i <= steps; i++) {
            sum += f.applyAsDouble(from + i * step);
        }
        return sum * step;
    }

    private static double step(Normal p, Normal q) {
        double smaller = Math.min(p.standardDeviation(), q.standardDeviation());
        double larger = Math.max(p.standardDeviation(), q.standardDeviation());
        if (larger > LARGEST_RATIO * smaller) {
            throw new IllegalArgumentException("standard deviations " + p.standardDeviation() + " and "
                    + q.standardDeviation() + ": expected neither to be over " + LARGEST_RATIO + " times the other");
        }
        return smaller / NODES_PER_DEVIATION;
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
