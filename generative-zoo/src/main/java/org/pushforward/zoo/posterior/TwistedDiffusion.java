package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.model.Sampling;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.DiffusionModel.Moments;

/**
 * The twisted diffusion sampler: sequential Monte Carlo over the levels of ancestral sampling. Its twist approximates the likelihood at a
 * level by that of the denoised particle:
 *
 * <pre>
 * p'(y | x) = N(y; A(D), S + G),   G = spread sigma^2 v / (sigma^2 + v) I
 * </pre>
 *
 * <p>where v is the variance of the data. Particles move by the ancestral step of the denoiser D + sigma^2 grad log p', and their weights
 * correct for the difference to the prior's own step p(next | x):
 *
 * <pre>
 * w := w p(next | x) p'(y | next) / ( q(next | x) p'(y | x) )
 * </pre>
 *
 * <p>Since the twist becomes the likelihood as sigma goes to 0, the weighted particles have the posterior of the prior's ancestral chain in
 * the limit of many particles, whatever the twist before. The methods {@link Mmps}, {@link Sda} and {@link Dps} have no such limit unless
 * the data are Gaussian. With few particles or a long observation, all particles descend from one; look at the effective sizes.
 *
 * <p>A sample is a cloud of particles of shape [particles, ...], resampled to equal weights at the end. Clouds are independent of each
 * other, so their scatter shows the Monte Carlo error.
 *
 * <p>Wu, Trippe, Naesseth, Blei and Cunningham, <i>Practical and asymptotically exact conditional sampling in diffusion models</i>, 2023.
 *
 * @param grid the noise levels
 * @param observation A and S
 * @param particles the number of particles in a cloud, 2 or more
 * @param threshold a cloud is resampled when its effective size falls below this share of its particles, from 0 to 1
 * @param spread the share of the variance of clean data given noisy data that the twist accounts for, 0 or more. The paper has 0, which trusts the
 *     denoised particle too much at high levels and needs many more particles
 */
public record TwistedDiffusion(TimeGrid grid, Observation observation, int particles, double threshold, double spread)
        implements Sampling<DiffusionModel> {
    /** Refuses values out of range. */
    public TwistedDiffusion {
        if (particles < 2 || !(threshold >= 0 && threshold <= 1 && spread >= 0)) {
            throw new IllegalArgumentException("clouds of " + particles + " particles, resampled below " + threshold
                    + " of them, with a spread of " + spread
                    + ": expected 2 particles or more, a share from 0 to 1, and a spread of 0 or more");
        }
    }

    /** Returns the sampler with resampling at half the particles and a twist that accounts for the whole spread. */
    public static TwistedDiffusion of(TimeGrid grid, Observation observation, int particles) {
        return new TwistedDiffusion(grid, observation, particles, 0.5, 1);
    }

    @Override
    public Sampler<ParticleCloud> of(DiffusionModel model) {
        return of(model.denoiser(), model.event(), model.moments());
    }

    /**
     * Returns the sampler of clouds.
     *
     * @param prior the denoiser of the prior
     * @param event the shape of one particle
     * @param moments the mean and the variance of the data
     */
    public Sampler<ParticleCloud> of(ConditionalDenoiser prior, Shape event, Moments moments) {
        return new TwistedSampler(this, prior, event, moments, false);
    }

    /**
     * Returns the sampler whose result is the effective size of a cloud at each level, from 1 to the number of particles, instead of the
     * cloud. With the same key they belong to the same clouds.
     */
    public Sampler<ParticleCloud> effectiveSizes(ConditionalDenoiser prior, Shape event, Moments moments) {
        return new TwistedSampler(this, prior, event, moments, true);
    }

    /** Returns S + G at a level. */
    Covariance covariance(Tensor sigma, double variance) {
        if (spread == 0) {
            return observation.noise();
        }
        Tensor noise = sigma.square();
        Tensor left = noise.mul(variance * spread).div(noise.add(variance));
        return observation.noise().plus(Isotropic.of(observation.operator().shape(), left));
    }
}
