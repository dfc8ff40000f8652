package org.pushforward.zoo.family;

import java.util.List;
import java.util.Set;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Scope;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.gan.WassersteinGan;
import org.pushforward.zoo.gan.WassersteinGp;

/**
 * A Wasserstein GAN with gradient penalty, with multilayer perceptrons or convolutional networks.
 *
 * <p>Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville, <i>Improved training of Wasserstein GANs</i>, 2017.
 *
 * @param latent the number of coordinates of the noise
 * @param network generator and critic
 * @param criticSteps the number of critic steps for each generator step
 * @param penalty the weight lambda of the gradient penalty, positive
 * @param sides whether the penalty applies to slopes below one too
 */
@Kind("wgan-gp")
public record WganGp(int latent, GanNetwork network, int criticSteps, double penalty, WassersteinGp.Sides sides)
        implements Family {
    /** Eight coordinates of noise, perceptrons of width 128, five critic steps and a two-sided penalty of weight 10. */
    public WganGp() {
        this(8, new GanNetwork.PerceptronGan(), 5, 10, WassersteinGp.Sides.TWO);
    }

    /** Refuses values out of range. */
    public WganGp {
        SettingException.between(1, 65_536, "latent", latent);
        SettingException.between(1, 1_000, "criticSteps", criticSteps);
        SettingException.unless(penalty > 0, "penalty", penalty, "a positive number");
    }

    @Override
    public Description description() {
        return new Description(
                "WGAN-GP",
                "Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville: Improved training of Wasserstein GANs",
                2017,
                Set.of(Gives.SAMPLES),
                "any shape; images [channels, rows, columns] with convolutions");
    }

    @Override
    public WassersteinGan build(DataType data) {
        Flattened.size("WGAN-GP", data.schema());
        Scope scope = Scope.root();
        Scope generator = scope.child(WassersteinGan.GENERATOR);
        Scope critic = scope.child(WassersteinGan.CRITIC);
        GanNetwork.Pair pair = network.build(generator, critic, latent, data.event());
        return new WassersteinGan(
                data.event(),
                new StandardNormal(Shape.of(latent)),
                pair.generator(),
                pair.critic(),
                ParameterGroup.of(WassersteinGan.CRITIC, critic),
                ParameterGroup.of(WassersteinGan.GENERATOR, generator),
                new WassersteinGp(penalty, criticSteps, sides));
    }

    @Override
    public List<Example> examples() {
        GanNetwork small = new GanNetwork.PerceptronGan(List.of(24, 24, 24));
        GanNetwork convolutions = new GanNetwork.ConvolutionalGan(4);
        return List.of(
                new Example(
                        "wgan-gp",
                        new WganGp(4, small, 5, 10, WassersteinGp.Sides.TWO),
                        DataType.standard(Shape.of(2))),
                new Example(
                        "wgan-gp-convolutional",
                        new WganGp(4, convolutions, 2, 10, WassersteinGp.Sides.ONE),
                        DataType.standard(Shape.of(1, 8, 8))));
    }
}
