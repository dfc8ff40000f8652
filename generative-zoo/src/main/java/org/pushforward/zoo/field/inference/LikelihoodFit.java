package org.pushforward.zoo.field.inference;

import java.util.Arrays;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.PointValuePair;
import org.hipparchus.optim.SimpleValueChecker;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunctionGradient;
import org.hipparchus.optim.nonlinear.scalar.gradient.NonLinearConjugateGradientOptimizer;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;
import org.pushforward.backend.Backend;
import org.pushforward.zoo.field.kriging.Kriging;

/**
 * The parameters of maximum likelihood, or of maximum posterior density under a prior.
 *
 * <p>The Nelder-Mead search moves in the real coordinates of the parameters. It needs no gradient, so it works for every family, including
 * a Matern of unknown smoothness.
 *
 * @param parameters the parameter values at the maximum
 * @param logDensity the log-likelihood there, plus the log prior if there is one
 * @param kriging kriging with these values
 */
public record LikelihoodFit(double[] parameters, double logDensity, Kriging kriging) {
    private static final int EVALUATIONS = 20_000;
    /** The step of the first simplex: a factor of e^0.5 for a positive parameter. */
    private static final double STEP = 0.5;

    private static final double TOLERANCE = 1e-10;

    /**
     * Returns the maximum that the search finds from a starting point.
     *
     * @param start the parameter values to start from
     * @throws IllegalArgumentException if the density is zero at the starting point, or no maximum is found
     */
    public static LikelihoodFit of(Posterior posterior, double... start) {
        Likelihood likelihood = posterior.likelihood();
        double[] real = likelihood.toReal(start);
        if (posterior.at(real) == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "the covariance is not positive definite at the starting values: start with a shorter range or a larger nugget");
        }
        PointValuePair best = search(posterior, real);
        // Restarting with a new simplex escapes a false maximum that the first search stopped at.
        best = search(posterior, best.getPoint());
        double[] values = likelihood.fromReal(best.getPoint());
        return new LikelihoodFit(values, -best.getValue(), likelihood.kriging(values));
    }

    /**
     * Returns the maximum that conjugate gradients find, with derivatives computed by a backend. For many parameters this takes fewer
     * evaluations than the search without derivatives.
     *
     * @throws IllegalArgumentException if the family has no derivatives, the density is zero at the starting point, or no maximum is found
     */
    public static LikelihoodFit withGradient(Posterior posterior, Backend backend, double... start) {
        Likelihood likelihood = posterior.likelihood();
        try (LikelihoodGradient gradient = LikelihoodGradient.of(likelihood, backend)) {
            PointValuePair best = new NonLinearConjugateGradientOptimizer(
                            NonLinearConjugateGradientOptimizer.Formula.POLAK_RIBIERE,
                            new SimpleValueChecker(-1, TOLERANCE))
                    .optimize(
                            new MaxEval(EVALUATIONS),
                            new ObjectiveFunction(u -> Math.min(-posterior.at(u), Double.MAX_VALUE)),
                            new ObjectiveFunctionGradient(u -> posterior.descent(u, gradient)),
                            GoalType.MINIMIZE,
                            new InitialGuess(likelihood.toReal(start)));
            double[] values = likelihood.fromReal(best.getPoint());
            return new LikelihoodFit(values, -best.getValue(), likelihood.kriging(values));
        } catch (MathRuntimeException e) {
            throw new IllegalArgumentException("conjugate gradients found no maximum of the likelihood ("
                    + e.getMessage() + "): start with other values, or search without derivatives");
        }
    }

    private static PointValuePair search(Posterior posterior, double[] start) {
        double[] steps = new double[start.length];
        Arrays.fill(steps, STEP);
        try {
            return new SimplexOptimizer(new SimpleValueChecker(-1, TOLERANCE))
                    .optimize(
                            new MaxEval(EVALUATIONS),
                            new ObjectiveFunction(u -> Math.min(-posterior.at(u), Double.MAX_VALUE)),
                            GoalType.MINIMIZE,
                            new InitialGuess(start),
                            new NelderMeadSimplex(steps));
        } catch (MathRuntimeException e) {
            throw new IllegalArgumentException("the search found no maximum of the likelihood in " + EVALUATIONS
                    + " evaluations: the gauges do not determine some parameters; use a Hyperprior, or fix parameters "
                    + "(CovarianceFamily.with)");
        }
    }
}
