package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * Scalings that keep the inputs and targets of a network at unit variance at every noise level:
 *
 * <pre>
 * c_skip = s^2 / (sigma^2 + s^2),   c_out = sigma s / sqrt(sigma^2 + s^2),   c_in = 1 / sqrt(sigma^2 + s^2)
 * </pre>
 *
 * <p>where s is the standard deviation of the data. Karras, Aittala, Aila and Laine, <i>Elucidating the design space of
 * diffusion-based generative models</i>, 2022, table 1.
 *
 * @param dataDeviation s, positive
 */
public record Preconditioning(double dataDeviation) implements Parameterization {
    /** Refuses a deviation that is not positive. */
    public Preconditioning {
        if (!(dataDeviation > 0)) {
            throw new IllegalArgumentException(
                    "standard deviation of the data = " + dataDeviation + ": expected a positive number");
        }
    }

    @Override
    public Tensor skip(Tensor sigma) {
        return total(sigma).reciprocal().mul(dataDeviation * dataDeviation);
    }

    @Override
    public Tensor out(Tensor sigma) {
        return sigma.mul(dataDeviation).div(total(sigma).sqrt());
    }

    @Override
    public Tensor in(Tensor sigma) {
        return total(sigma).sqrt().reciprocal();
    }

    private Tensor total(Tensor sigma) {
        return sigma.square().add(dataDeviation * dataDeviation);
    }
}
