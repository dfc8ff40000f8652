package org.pushforward.zoo.family;

import java.util.List;
import java.util.Set;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Activation;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Mlp;
import org.pushforward.nn.Scope;
import org.pushforward.settings.Kind;
import org.pushforward.settings.SettingException;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.vae.Vae;

/**
 * A variational autoencoder with a standard normal prior, multilayer perceptrons with SiLU, and a learned variance of the likelihood.
 *
 * <p>Kingma and Welling, <i>Auto-encoding variational Bayes</i>, 2014.
 *
 * @param latent the number of latent coordinates
 * @param hidden the width of both hidden layers of the encoder and the decoder
 */
@Kind("vae")
public record VaeFamily(int latent, int hidden) implements Family {
    /** Eight latent coordinates and width 128. */
    public VaeFamily() {
        this(8, 128);
    }

    /** Refuses values out of range. */
    public VaeFamily {
        SettingException.between(1, 65_536, "latent", latent);
        SettingException.between(1, 65_536, "hidden", hidden);
    }

    @Override
    public Description description() {
        return new Description(
                "Gaussian VAE",
                "Kingma and Welling: Auto-encoding variational Bayes",
                2014,
                Set.of(Gives.BOUND, Gives.SAMPLES, Gives.ENCODING),
                "any shape");
    }

    @Override
    public Vae build(DataType data) {
        int dimension = Flattened.size("a VAE", data.schema());
        Scope scope = Scope.root();
        Mlp encoder = new Mlp(scope.child("encoder"), Activation.SILU, dimension, hidden, hidden, 2 * latent);
        Mlp decoder = new Mlp(scope.child("decoder"), Activation.SILU, latent, hidden, hidden, dimension);
        return new Vae(
                data.event(),
                Flattened.input(encoder),
                Flattened.output(decoder, data.event()),
                new StandardNormal(Shape.of(latent)),
                scope.parameter("log_variance", Shape.scalar(), Initializer.zeros()),
                ParameterGroup.of(Vae.GROUP, scope));
    }

    @Override
    public List<Example> examples() {
        return List.of(new Example("vae", new VaeFamily(3, 24), DataType.standard(Shape.of(16))));
    }
}
