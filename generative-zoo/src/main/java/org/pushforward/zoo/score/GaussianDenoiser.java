package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;

/**
 * The exact denoiser of data from N(mean, variance I): D = (variance x + sigma^2 mean) / (variance + sigma^2).
 *
 * @param mean the mean of every coordinate
 * @param variance the variance of every coordinate, positive
 */
public record GaussianDenoiser(double mean, double variance) implements Denoiser {
    @Override
    public Tensor denoise(Tensor x, Tensor sigma) {
        Levels.check(sigma, x);
        Tensor noise = sigma.square();
        return x.mul(variance).add(noise.mul(mean)).div(noise.add(variance));
    }
}
