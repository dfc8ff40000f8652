package org.pushforward.benchmark.model;

import org.pushforward.benchmark.data.Target;
import org.pushforward.benchmark.settings.Kind;
import org.pushforward.benchmark.settings.SettingException;
import org.pushforward.zoo.gan.WganGp;

/**
 * The adversarial model {@link WganGp}.
 *
 * @param latent the number of coordinates of the noise
 * @param hidden the width of the three hidden layers of generator and critic
 * @param criticSteps the number of steps of the critic for each of the generator
 * @param penalty the weight lambda of the gradient penalty, positive
 */
@Kind("wgan-gp")
public record WganGpSettings(int latent, int hidden, int criticSteps, double penalty) implements ModelSettings {
    /** Refuses values out of range. */
    public WganGpSettings {
        SettingException.atLeast(1, "latent", latent);
        SettingException.atLeast(1, "hidden", hidden);
        SettingException.atLeast(1, "criticSteps", criticSteps);
        SettingException.unless(penalty > 0, "penalty", penalty, "a positive number");
    }

    /** Returns eight coordinates of noise, width 128, five steps of the critic and a penalty of weight 10. */
    public static WganGpSettings defaults() {
        return new WganGpSettings(8, 128, 5, 10);
    }

    @Override
    public String title() {
        return "WGAN-GP";
    }

    @Override
    public Contender build(Target target) {
        WganGp model = new WganGp(target.domain().dimension(), latent, hidden, criticSteps, penalty);
        return Contender.sampled("generator", model);
    }
}
