package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.Levels;

/** A sampling method whose state is only the data. */
public interface OneStepSampling extends DiffusionSampling<Tensor> {

    @Override
    default Tensor start(Tensor x) {
        return x;
    }

    @Override
    default Tensor data(Tensor state) {
        return state;
    }

    @Override
    default Tensor with(Tensor state, Tensor x) {
        return x;
    }

    /** Returns (x - D(x, sigma)) / sigma, the slope of the probability flow dx/dsigma = -sigma score. */
    static Tensor slope(Denoiser denoiser, Tensor x, Tensor sigma) {
        return x.sub(denoiser.denoise(x, Levels.of(sigma, x))).div(sigma);
    }

    /** Returns noise of the shape of x. */
    static Tensor noiseLike(Noise noise, Tensor x) {
        return noise.normal(x.shape().dims());
    }
}
