/**
 * Diffusion models, in three nouns: a schedule of noise levels, a denoiser, and samplers that go from noise to data.
 *
 * <p>{@link org.pushforward.zoo.score.DiffusionModel} is where to begin: it learns a
 * {@link org.pushforward.zoo.score.DenoiserNetwork}, a perceptron or, on images, a {@link org.pushforward.zoo.score.UNet}. A
 * denoiser serves every {@link org.pushforward.zoo.score.DiffusionSampler}, and under other schedules
 * {@link org.pushforward.zoo.score.DdimSampler}.
 *
 * <p>Notation: x_t = alpha_t x_0 + sigma_t z, with z from N(0, I), t = 0 for data and t = 1 for noise; here alpha is 1 unless a
 * {@link org.pushforward.zoo.score.NoiseSchedule} says otherwise, so a noise level is its sigma. A denoiser is D(x, sigma) =
 * E[x_0 | x_t = x], and the score is (D - x) / sigma^2.
 */
package org.pushforward.zoo.score;
