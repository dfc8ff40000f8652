package org.pushforward.zoo.score;

import org.pushforward.graph.Tensor;
import org.pushforward.linalg.covariance.Covariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The exact denoiser of data from N(m, C): D = m + C (C + sigma^2 I)^-1 (x - m).
 *
 * @param mean m, of the shape of one sample or a scalar
 * @param covariance C, an operator on samples
 */
public record GaussianDenoiser(HostArray mean, Covariance covariance) implements Denoiser {
    /** Refuses a mean that does not fit the covariance. */
    public GaussianDenoiser {
        if (!mean.shape().broadcastsTo(covariance.domain()) || !mean.dtype().isFloating()) {
            throw new IllegalArgumentException("mean of Gaussian data of type " + mean.type()
                    + ": expected floating-point numbers of shape " + covariance.domain() + ", as the covariance");
        }
    }

    /**
     * Returns the denoiser of data from N(mean, variance I).
     *
     * @param shape the shape of one sample
     * @param mean the mean of every coordinate
     * @param variance the variance of every coordinate, positive
     */
    public static GaussianDenoiser of(Shape shape, double mean, double variance) {
        return new GaussianDenoiser(HostArray.scalar(DType.F64, mean), Isotropic.of(shape, variance));
    }

    @Override
    public Tensor denoise(Tensor x, Tensor sigma) {
        Levels.check(sigma, x);
        Tensor m = Tensor.constant(mean.cast(x.dtype()));
        return m.add(covariance.filter(x.sub(m), sigma.square()));
    }
}
