package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * The network predicts the noise: D(x, sigma) = x - sigma F(x / sqrt(1 + sigma^2), c_noise), for data of variance one.
 *
 * <p>Ho, Jain and Abbeel, <i>Denoising diffusion probabilistic models</i>, 2020.
 */
public record NoisePrediction() implements Parameterization {
    @Override
    public Tensor skip(Tensor sigma) {
        return sigma.zerosLike().add(1);
    }

    @Override
    public Tensor out(Tensor sigma) {
        return sigma.neg();
    }

    @Override
    public Tensor in(Tensor sigma) {
        return sigma.square().add(1).sqrt().reciprocal();
    }
}
