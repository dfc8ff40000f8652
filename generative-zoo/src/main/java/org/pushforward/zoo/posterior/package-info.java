/**
 * Posterior sampling: the distribution of a sample given an observation of it.
 *
 * <p>A {@link org.pushforward.zoo.posterior.PosteriorDenoiser} turns the denoiser of any prior into that of a posterior without training,
 * given an {@link org.pushforward.zoo.posterior.Observation}. {@link org.pushforward.zoo.posterior.Mmps} is the recommended choice.
 * {@link org.pushforward.zoo.posterior.GaugeDenoiser} instead learns the posterior, and
 * {@link org.pushforward.zoo.posterior.TwistedDiffusion} samples it with weighted particles.
 */
package org.pushforward.zoo.posterior;
