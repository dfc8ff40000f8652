package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;

/**
 * How a denoiser is made of a network:
 *
 * <pre>
 * D(x, sigma) = c_skip x + c_out F(c_in x, c_noise)
 * </pre>
 *
 * <p>The scalings are functions of sigma. {@link Preconditioning} is the one to begin with; {@link NoisePrediction} and {@link
 * VelocityPrediction} are those of older models. Karras, Aittala, Aila and Laine, <i>Elucidating the design space of
 * diffusion-based generative models</i>, 2022, table 1.
 */
public interface Parameterization {

    /** Returns c_skip, the share of the noisy data in the result. */
    Tensor skip(Tensor sigma);

    /** Returns c_out, the scale of the network's output. */
    Tensor out(Tensor sigma);

    /** Returns c_in, the scale of the network's input. */
    Tensor in(Tensor sigma);

    /** Returns c_noise, the number that tells the network the noise level: log(sigma) / 4 unless another is given. */
    default Tensor noise(Tensor sigma) {
        return sigma.log().mul(0.25);
    }

    /** Returns D for a network F that sees a context. */
    default ConditionalDenoiser denoiser(Schema context, DenoiserNetwork network) {
        return new ConditionalDenoiser() {
            @Override
            public Schema context() {
                return context;
            }

            @Override
            public Denoiser given(Context given) {
                return (x, sigma) -> {
                    Levels.check(sigma, x);
                    Tensor output = network.apply(x.mul(in(sigma)), noise(sigma), given);
                    return x.mul(skip(sigma)).add(output.mul(out(sigma)));
                };
            }
        };
    }
}
