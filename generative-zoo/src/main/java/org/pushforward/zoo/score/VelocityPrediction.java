package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * The network predicts the velocity v = alpha z - sigma x_0 of a variance-preserving schedule:
 *
 * <pre>
 * D(x, sigma) = x / (1 + sigma^2) - sigma / sqrt(1 + sigma^2) F(x / sqrt(1 + sigma^2), c_noise)
 * </pre>
 *
 * <p>where sigma is the noise level relative to unscaled data of variance one. Salimans and Ho, <i>Progressive distillation for fast
 * sampling of
 * diffusion models</i>, 2022.
 */
public record VelocityPrediction() implements Parameterization {
    private static Tensor total(Tensor sigma) {
        return sigma.square().add(1);
    }

    @Override
    public Tensor skip(Tensor sigma) {
        return total(sigma).reciprocal();
    }

    @Override
    public Tensor out(Tensor sigma) {
        return sigma.div(total(sigma).sqrt()).neg();
    }

    @Override
    public Tensor in(Tensor sigma) {
        return total(sigma).sqrt().reciprocal();
    }
}
