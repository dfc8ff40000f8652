package org.pushforward.metrics.calibration;

import org.pushforward.metrics.inference.Estimate;

/**
 * The contraction and the z-score of posteriors of one parameter. The contraction is 1 - v_posterior / v_prior: 0 for a posterior
 * that is as wide as the prior. The z-score is (mean - truth) / s_posterior: its mean square is 1 for a correct Gaussian posterior.
 * Neither is a test of calibration.
 *
 * <p>Schad, Betancourt and Vasishth, <i>Toward a principled Bayesian workflow in cognitive science</i>, 2021.
 *
 * @param contraction the mean contraction over simulations
 * @param meanZ the mean z-score
 * @param meanSquareZ the mean of its square
 */
public record PosteriorContraction(Estimate contraction, Estimate meanZ, Estimate meanSquareZ) {

    /**
     * Returns the contraction and the z-scores of a parameter.
     *
     * @param simulations two simulations or more, with two draws or more each
     * @param parameter the position of the parameter
     */
    public static PosteriorContraction of(Simulations simulations, int parameter) {
        int count = simulations.count();
        double[] truth = new double[count];
        for (int i = 0; i < count; i++) {
            truth[i] = simulations.truth()[i][parameter];
        }
        double prior = Estimate.of(truth).standardDeviation();
        double[] contraction = new double[count];
        double[] z = new double[count];
        double[] squares = new double[count];
        for (int i = 0; i < count; i++) {
            double[][] draws = simulations.draws()[i];
            double[] values = new double[draws.length];
            for (int j = 0; j < draws.length; j++) {
                values[j] = draws[j][parameter];
            }
            Estimate posterior = Estimate.of(values);
            double ratio = posterior.standardDeviation() / prior;
            contraction[i] = 1 - ratio * ratio;
            z[i] = (posterior.mean() - truth[i]) / posterior.standardDeviation();
            squares[i] = z[i] * z[i];
        }
        return new PosteriorContraction(Estimate.of(contraction), Estimate.of(z), Estimate.of(squares));
    }
}
