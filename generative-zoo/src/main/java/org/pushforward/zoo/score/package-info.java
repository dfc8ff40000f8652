/**
 * Diffusion models: noise schedules, denoisers, and how denoisers learn.
 *
 * <p>A {@link org.pushforward.zoo.score.DiffusionModel} learns a {@link org.pushforward.zoo.score.DenoiserNetwork}, a perceptron or,
 * on images, a {@link org.pushforward.zoo.score.UNet}, by {@link org.pushforward.zoo.score.DenoisingScoreMatching}. A {@link
 * org.pushforward.zoo.score.Denoiser} serves every sampler of the package {@code sampler}.
 *
 * <p>Notation: x_t = alpha_t x_0 + sigma_t z, with z from N(0, I), t = 0 for data and t = 1 for noise. Denoisers and samplers work in
 * x_t / alpha_t, where the noise level is sigma_t / alpha_t. A denoiser is D(x, sigma) = E[x_0 | x_0 + sigma z = x], and the score is
 * (D - x) / sigma^2.
 */
package org.pushforward.zoo.score;
