package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Heun's method on the probability flow, of order 2, with Euler's step to 0 at the end:
 *
 * <pre>
 * d = (x - D(x, sigma)) / sigma,   y = x + (next - sigma) d,   e = (y - D(y, next)) / next
 * x := x + (next - sigma) (d + e) / 2
 * </pre>
 *
 * <p>Karras, Aittala, Aila and Laine, 2022, algorithm 1.
 */
public final class HeunSampler extends DiffusionSampler {
    /** Makes one for samples of that shape. */
    public HeunSampler(ConditionalDenoiser denoiser, Shape sampleShape, NoiseLevels levels, int steps) {
        super(denoiser, sampleShape, levels, steps);
    }

    @Override
    protected Tensor update(Denoiser denoiser, Tensor x, Tensor sigma, Tensor next, Tensor noise) {
        Tensor d = slope(denoiser, x, sigma);
        Tensor y = x.add(d.mul(next.sub(sigma)));
        Tensor e = slope(denoiser, y, next);
        return x.add(d.add(e).mul(next.sub(sigma)).mul(0.5));
    }
}
