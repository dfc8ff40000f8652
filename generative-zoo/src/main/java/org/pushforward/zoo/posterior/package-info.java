/**
 * Posterior samplers: distributions of what was not observed given what was.
 *
 * <p>A {@link org.pushforward.zoo.posterior.PosteriorDenoiser} turns the denoiser of any prior into that of a posterior, for
 * observations that an {@link org.pushforward.zoo.posterior.Observation} describes, and needs no training;
 * {@link org.pushforward.zoo.posterior.Mmps} is the one to begin with.
 * {@link org.pushforward.zoo.posterior.GaugeDenoiser} learns the posterior itself.
 */
package org.pushforward.zoo.posterior;
