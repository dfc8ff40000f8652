package org.pushforward.benchmark.model;

import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.vae.GaussianVae;

/**
 * The autoencoder {@link GaussianVae}.
 *
 * @param latent the number of latent coordinates
 * @param hidden the width of the two hidden layers of encoder and decoder
 */
@Kind("vae")
public record VaeSettings(int latent, int hidden) implements ModelSettings {
    /** Refuses values out of range. */
    public VaeSettings {
        SettingException.atLeast(1, "latent", latent);
        SettingException.atLeast(1, "hidden", hidden);
    }

    /** Returns eight latent coordinates and width 128. */
    public static VaeSettings defaults() {
        return new VaeSettings(8, 128);
    }

    @Override
    public String title() {
        return "Gaussian VAE";
    }

    @Override
    public Contender build(Target target) {
        return Contender.sampled("decoder", new GaussianVae(target.domain().dimension(), latent, hidden));
    }
}
