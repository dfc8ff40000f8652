package org.pushforward.zoo.posterior;

import org.pushforward.model.Conditioner;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.DiffusionModel;

/** A way to make the posterior of any prior, for one kind of observation. */
@FunctionalInterface
public interface Guidance extends Conditioner<DiffusionModel, DiffusionModel> {

    /** Returns the denoiser of the posterior. */
    PosteriorDenoiser on(ConditionalDenoiser prior);

    /** Returns the model whose samples are those of the posterior; its context holds what is observed. */
    @Override
    default DiffusionModel condition(DiffusionModel prior) {
        return prior.denoisedBy(on(prior.denoiser()));
    }
}
