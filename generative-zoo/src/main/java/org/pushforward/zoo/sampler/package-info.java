/**
 * Samplers of diffusion models. Each takes noisy data from one noise level to the next lower one until no noise is left.
 *
 * <p>A sampler consists of a {@link org.pushforward.zoo.sampler.TimeGrid} and an update formula in the coordinates x_t / alpha_t, whose
 * noise level is sigma_t / alpha_t. Every sampler therefore works with every schedule and every denoiser, including that of a posterior.
 * {@link org.pushforward.zoo.sampler.Heun} is recommended for priors, and {@link org.pushforward.zoo.sampler.ChurnedHeun} for posteriors:
 * {@code ChurnedHeun.above} with an exact denoiser, and {@code ChurnedHeun.throughout} with a learned one.
 */
package org.pushforward.zoo.sampler;
