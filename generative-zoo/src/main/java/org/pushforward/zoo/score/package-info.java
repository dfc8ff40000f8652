/**
 * Diffusion models: denoisers, the networks that they are made of, and how they learn.
 *
 * <p>A {@link org.pushforward.zoo.score.Denoiser} is D(x, sigma) = E[x_0 | x_0 + sigma z = x], and the score is (D - x) / sigma^2. A
 * {@link org.pushforward.zoo.score.Parameterization} makes one of a {@link org.pushforward.zoo.score.DenoiserNetwork}, {@link
 * org.pushforward.zoo.score.DenoisingScoreMatching} trains it, and {@link org.pushforward.zoo.score.DiffusionModel} joins it with
 * samplers of the package {@code sampler}.
 *
 * <p>Notation: x_t = alpha_t x_0 + sigma_t z, with z from N(0, I), t = 0 for data and t = 1 for noise. A denoiser knows nothing of
 * schedules; see {@link org.pushforward.zoo.score.NoiseSchedule}.
 */
package org.pushforward.zoo.score;
