package org.pushforward.zoo.posterior;

import org.pushforward.model.Conditioner;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.DiffusionModel;

/** A method that turns any prior into a posterior, for one kind of observation. */
@FunctionalInterface
public interface Guidance extends Conditioner<DiffusionModel, DiffusionModel> {

    /** Returns the denoiser of the posterior. */
    PosteriorDenoiser on(ConditionalDenoiser prior);

    /** Returns a model that samples the posterior; its context contains the observation. */
    @Override
    default DiffusionModel condition(DiffusionModel prior) {
        return prior.denoisedBy(on(prior.denoiser()));
    }
}
