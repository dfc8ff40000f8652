/**
 * Samplers of diffusion models: each takes noisy data from one noise level to the next lower one, until none is left.
 *
 * <p>A sampler is a {@link org.pushforward.zoo.sampler.TimeGrid} and an update formula, in the coordinates x_t / alpha_t, whose
 * noise level is sigma_t / alpha_t. So every sampler runs on every schedule, and serves every denoiser, also that of a posterior.
 * {@link org.pushforward.zoo.sampler.Heun} is the one to begin with.
 */
package org.pushforward.zoo.sampler;
