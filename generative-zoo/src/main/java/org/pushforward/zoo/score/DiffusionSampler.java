package org.pushforward.zoo.score;

import java.util.Arrays;
import java.util.Map;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.Sampler;

/**
 * A sampler that begins at N(0, highest^2 I) and goes from one noise level to the next lower one until 0.
 *
 * <p>Subclasses are their update formula and nothing else. The last move, from the lowest level to 0, is D(x, sigma) in all
 * of them: Euler's x + (0 - sigma) (x - D) / sigma is D, and so is the mean of q(x_0 | x, x_0 = D), whose variance is 0.
 */
public abstract class DiffusionSampler implements Sampler {
    private final ConditionalDenoiser denoiser;
    private final Shape sampleShape;
    private final NoiseLevels levels;
    private final int steps;

    /** Makes one for samples of that shape. */
    protected DiffusionSampler(ConditionalDenoiser denoiser, Shape sampleShape, NoiseLevels levels, int steps) {
        if (steps < 2) {
            throw new IllegalArgumentException("steps = " + steps + " of a diffusion sampler: expected 2 or more");
        }
        this.denoiser = denoiser;
        this.sampleShape = sampleShape;
        this.levels = levels;
        this.steps = steps;
    }

    /**
     * Returns the samples at the next level.
     *
     * @param denoiser D
     * @param x the samples, of shape [n, ...]
     * @param sigma their level, a scalar
     * @param next the next level, a scalar, lower than sigma and above 0
     * @param noise from N(0, 1), of the samples' shape; only for stochastic samplers
     */
    protected abstract Tensor update(Denoiser denoiser, Tensor x, Tensor sigma, Tensor next, Tensor noise);

    /** Returns (x - D(x, sigma)) / sigma, the slope of the probability flow dx/dsigma = -sigma score. */
    protected static Tensor slope(Denoiser denoiser, Tensor x, Tensor sigma) {
        return x.sub(denoiser.denoise(x, level(sigma, x))).div(sigma);
    }

    /** Returns a scalar as the level of all rows of x. */
    static Tensor level(Tensor sigma, Tensor x) {
        int[] ones = new int[x.shape().rank()];
        Arrays.fill(ones, 1);
        return sigma.reshape(Shape.of(ones));
    }

    @Override
    public final Shape noiseShape() {
        return sampleShape;
    }

    @Override
    public final Map<String, Shape> context() {
        return denoiser.context();
    }

    @Override
    public final Tensor init(Tensor noise, Map<String, Tensor> context) {
        return noise.mul(levels.highest());
    }

    /** Returns the number of moves between levels above 0: all but the last, which is {@link #finish}. */
    @Override
    public final int steps() {
        return steps - 1;
    }

    /** Returns the level and the next level. */
    @Override
    public final double[] coefficients(int step) {
        return new double[] {levels.sigma(step, steps), levels.sigma(step + 1, steps)};
    }

    @Override
    public final Tensor step(Tensor x, Step step) {
        Tensor sigma = step.coefficients().get(0);
        Tensor next = step.coefficients().get(1);
        return update(denoiser.given(step.context()), x, sigma, next, step.noise());
    }

    @Override
    public final Tensor finish(Tensor x, Map<String, Tensor> context) {
        Tensor lowest = Tensor.scalar(x.dtype(), levels.sigma(steps - 1, steps));
        return denoiser.given(context).denoise(x, level(lowest, x));
    }
}
