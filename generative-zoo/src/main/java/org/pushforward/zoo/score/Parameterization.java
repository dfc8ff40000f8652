package org.pushforward.zoo.score;

import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;

/**
 * Defines a denoiser in terms of a network:
 *
 * <pre>
 * D(x, sigma) = c_skip x + c_out F(c_in x, c_noise)
 * </pre>
 *
 * <p>The scalings are functions of sigma. {@link Preconditioning} is the recommended choice; older models use {@link NoisePrediction} and
 * {@link VelocityPrediction}. Karras, Aittala, Aila and Laine, <i>Elucidating the design space of
 * diffusion-based generative models</i>, 2022, table 1.
 */
public interface Parameterization extends LossWeight {

    /** Returns c_skip, the share of the noisy data in the result. */
    Tensor skip(Tensor sigma);

    /** Returns c_out, the scale of the network's output. */
    Tensor out(Tensor sigma);

    /** Returns c_in, the scale of the network's input. */
    Tensor in(Tensor sigma);

    /** Returns c_noise, the number that encodes the noise level for the network; log(sigma) / 4 by default. */
    default Tensor noise(Tensor sigma) {
        return sigma.log().mul(0.25);
    }

    /** Returns 1 / c_out(sigma)^2: the errors of the network's raw output count equally at every noise level. */
    @Override
    default Tensor weight(Tensor sigma, Context context) {
        return out(sigma).square().reciprocal();
    }

    /** Returns D for a network F with a context. */
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
