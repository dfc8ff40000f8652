package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * Scalings that let a network see and give numbers of size one at every noise level:
 *
 * <pre>
 * D(x, sigma) = c_skip x + c_out F(c_in x, c_noise)
 * c_skip = s^2 / (sigma^2 + s^2),     c_out   = sigma s / sqrt(sigma^2 + s^2),
 * c_in   = 1 / sqrt(sigma^2 + s^2),   c_noise = log(sigma) / 4,
 * weight of the loss = 1 / c_out^2
 * </pre>
 *
 * with s the standard deviation of the data. Karras, Aittala, Aila and Laine, <i>Elucidating the design space of
 * diffusion-based generative models</i>, 2022, table 1.
 *
 * @param dataDeviation s, positive
 */
public record Preconditioning(double dataDeviation) {
    /** Refuses a deviation that is not positive. */
    public Preconditioning {
        if (!(dataDeviation > 0)) {
            throw new IllegalArgumentException(
                    "standard deviation of the data = " + dataDeviation + ": expected a positive number");
        }
    }

    /** Returns D for a network F. */
    public Denoiser denoiser(DenoiserNetwork network) {
        return (x, sigma) -> {
            Tensor output = network.apply(x.mul(in(sigma)), noise(sigma));
            return x.mul(skip(sigma)).add(output.mul(out(sigma)));
        };
    }

    /** Returns the share of the noisy data in the result. */
    public Tensor skip(Tensor sigma) {
        return total(sigma).reciprocal().mul(dataDeviation * dataDeviation);
    }

    /** Returns the scale of the network's output. */
    public Tensor out(Tensor sigma) {
        return sigma.mul(dataDeviation).div(total(sigma).sqrt());
    }

    /** Returns the scale of the network's input. */
    public Tensor in(Tensor sigma) {
        return total(sigma).sqrt().reciprocal();
    }

    /** Returns the number that tells the network the noise level. */
    public Tensor noise(Tensor sigma) {
        return sigma.log().mul(0.25);
    }

    /** Returns the weight of the squared error in the loss. */
    public Tensor weight(Tensor sigma) {
        return out(sigma).square().reciprocal();
    }

    private Tensor total(Tensor sigma) {
        return sigma.square().add(dataDeviation * dataDeviation);
    }
}
