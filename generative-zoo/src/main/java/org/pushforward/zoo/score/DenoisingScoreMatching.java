package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * The loss by which a denoiser is learnt: E weight(sigma) |D(x + sigma z, sigma) - x|^2 / d, with log sigma from
 * N(logMean, logDeviation^2).
 *
 * <p>Vincent, <i>A connection between score matching and denoising autoencoders</i>, 2011; weights and law of sigma of
 * Karras, Aittala, Aila and Laine, 2022.
 *
 * @param preconditioning gives the weight
 * @param logMean the mean of log sigma
 * @param logDeviation the standard deviation of log sigma
 */
public record DenoisingScoreMatching(Preconditioning preconditioning, double logMean, double logDeviation) {

    /**
     * Returns the loss with the paper's law of sigma, log sigma from N(-1.2, 1.2^2) for data of deviation 0.5, in
     * proportion to the deviation of the data. Levels much above 20 deviations are not learnt.
     */
    public static DenoisingScoreMatching of(Preconditioning preconditioning) {
        double logMean = -1.2 + Math.log(preconditioning.dataDeviation() / 0.5);
        return new DenoisingScoreMatching(preconditioning, logMean, 1.2);
    }

    /** Returns this loss with another deviation of log sigma. */
    public DenoisingScoreMatching withLogDeviation(double deviation) {
        return new DenoisingScoreMatching(preconditioning, logMean, deviation);
    }

    /**
     * Returns the loss of a batch, a scalar.
     *
     * @param denoiser the denoiser
     * @param x data, of shape [n, ...]
     * @param levels from N(0, 1), of shape [n, 1, ..., 1] with as many axes as x
     * @param noise from N(0, 1), of the shape of x
     */
    public Tensor loss(Denoiser denoiser, Tensor x, Tensor levels, Tensor noise) {
        Tensor sigma = levels.mul(logDeviation).add(logMean).exp();
        Tensor error = denoiser.denoise(x.add(sigma.mul(noise)), sigma).sub(x);
        return error.square().mul(preconditioning.weight(sigma)).mean();
    }
}
