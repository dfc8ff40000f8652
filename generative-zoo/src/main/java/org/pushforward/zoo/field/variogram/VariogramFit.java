package org.pushforward.zoo.field.variogram;

import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresBuilder;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LeastSquaresOptimizer;
import org.hipparchus.optim.nonlinear.vector.leastsquares.LevenbergMarquardtOptimizer;
import org.hipparchus.util.Pair;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.variogram.EmpiricalVariogram.Lag;

/**
 * A covariance whose variogram is fitted to an empirical one by weighted least squares with the Levenberg-Marquardt method.
 *
 * @param parameters the values of the family's parameters
 * @param covariance the fitted covariance
 * @param loss the weighted sum of squares
 */
public record VariogramFit(double[] parameters, StationaryCovariance covariance, double loss) {
    private static final int EVALUATIONS = 10_000;
    private static final double STEP = 1e-5;

    /** The weight of a lag's squared difference. */
    public enum LagWeights {
        /** The number of pairs divided by the square of the distance, N / h^2: gstat's default. */
        PAIRS_BY_SQUARED_DISTANCE {
            @Override
            double scale(Lag lag, double fitted) {
                return Math.sqrt(lag.pairs()) / lag.distance();
            }
        },
        /**
         * The number of pairs divided by the square of the fitted semivariance, N / gamma^2, roughly proportional to the reciprocal of a
         * lag's variance:
         * Cressie, <i>Fitting variogram models by weighted least squares</i>, 1985.
         */
        CRESSIE {
            @Override
            double scale(Lag lag, double fitted) {
                return Math.sqrt(lag.pairs()) / fitted;
            }
        };

        /** Returns the square root of a lag's weight. */
        abstract double scale(Lag lag, double fitted);
    }

    /**
     * Fits a family of stationary covariances. An anisotropic covariance is fitted along the x axis.
     *
     * @param start the parameter values to start from
     * @throws IllegalArgumentException if there are fewer lags than parameters, or no minimum is found
     */
    public static VariogramFit of(
            EmpiricalVariogram variogram, CovarianceFamily family, LagWeights weights, double... start) {
        List<Lag> lags = variogram.lags();
        if (lags.size() < family.size()) {
            throw new IllegalArgumentException("variogram with " + lags.size() + " lags for " + family.size()
                    + " parameters: expected at least as many lags; take more gauges or bins, or fix known parameters "
                    + "(CovarianceFamily.with)");
        }
        try {
            LeastSquaresOptimizer.Optimum optimum = new LevenbergMarquardtOptimizer()
                    .withCostRelativeTolerance(1e-14)
                    .withParameterRelativeTolerance(1e-12)
                    .optimize(new LeastSquaresBuilder()
                            .model(real -> {
                                double[] u = real.toArray();
                                return new Pair<>(
                                        new ArrayRealVector(differences(lags, family, weights, u), false),
                                        jacobian(lags, family, weights, u));
                            })
                            .start(family.toReal(start))
                            .target(new double[lags.size()])
                            .maxEvaluations(EVALUATIONS)
                            .maxIterations(EVALUATIONS)
                            .build());
            double[] values = family.fromReal(optimum.getPoint().toArray());
            double cost = optimum.getCost();
            return new VariogramFit(values, (StationaryCovariance) family.at(values), cost * cost);
        } catch (MathRuntimeException e) {
            throw new IllegalArgumentException("variogram with " + lags.size() + " lags and " + family.size()
                    + " parameters: no minimum was found (" + e.getMessage()
                    + "); begin with other values, or fix known parameters");
        }
    }

    private static double[] differences(List<Lag> lags, CovarianceFamily family, LagWeights weights, double[] real) {
        StationaryCovariance covariance = (StationaryCovariance) family.at(family.fromReal(real));
        return lags.stream()
                .mapToDouble(lag -> {
                    double fitted = covariance.variogram().at(lag.distance(), 0);
                    return weights.scale(lag, fitted) * (lag.semivariance() - fitted);
                })
                .toArray();
    }

    /** Returns the Jacobian by central differences in the real coordinates of the parameters. */
    private static RealMatrix jacobian(List<Lag> lags, CovarianceFamily family, LagWeights weights, double[] real) {
        RealMatrix jacobian = MatrixUtils.createRealMatrix(lags.size(), real.length);
        for (int j = 0; j < real.length; j++) {
            double[] up = real.clone();
            double[] down = real.clone();
            up[j] += STEP;
            down[j] -= STEP;
            double[] above = differences(lags, family, weights, up);
            double[] below = differences(lags, family, weights, down);
            for (int i = 0; i < above.length; i++) {
                jacobian.setEntry(i, j, (above[i] - below[i]) / (2 * STEP));
            }
        }
        return jacobian;
    }
}
