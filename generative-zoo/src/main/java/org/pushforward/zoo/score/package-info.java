/**
 * Diffusion models: denoisers, their networks and their training.
 *
 * <p>A {@link org.pushforward.zoo.score.Denoiser} is D(x, sigma) = E[x_0 | x_0 + sigma z = x], and the score is (D - x) / sigma^2. A
 * {@link org.pushforward.zoo.score.Parameterization} turns a {@link org.pushforward.zoo.score.DenoiserNetwork} into a denoiser,
 * {@link org.pushforward.zoo.score.DenoisingScoreMatching} trains it, and {@link org.pushforward.zoo.score.DiffusionModel} combines it
 * with samplers of the package {@code sampler}.
 *
 * <p>Notation: x_t = alpha_t x_0 + sigma_t z, with z from N(0, I), t = 0 for data and t = 1 for noise. A denoiser does not depend on the
 * schedule; see {@link org.pushforward.zoo.score.NoiseSchedule}.
 */
package org.pushforward.zoo.score;
