package org.pushforward.zoo.gan;

import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;

/**
 * The two-sided penalty that keeps a critic near slope one between two samples:
 *
 * <pre>
 * E ( |grad critic(h)| - 1 )^2,   h = u x + (1 - u) y
 * </pre>
 *
 * <p>The length is sqrt(1e-8 + |g|^2), whose derivative at 0 is finite. Gulrajani, Ahmed, Arjovsky, Dumoulin and Courville,
 * <i>Improved training of Wasserstein GANs</i>, 2017.
 */
public final class GradientPenalty {
    private static final double SMOOTHING = 1e-8;

    private GradientPenalty() {}

    /**
     * Returns the penalty, a scalar.
     *
     * @param critic from shape [n, d] to [n, 1], each row by itself
     * @param x samples of one law, of shape [n, d]
     * @param y samples of another, of shape [n, d]
     * @param u uniform on [0, 1), of shape [n, 1]
     */
    public static Tensor of(Layer critic, Tensor x, Tensor y, Tensor u) {
        Tensor between = y.add(u.mul(x.sub(y)));
        // Rows do not meet in the critic, so the gradient of the sum holds the gradient of each row.
        Tensor gradient = Gradients.of(critic.apply(between).sum(), between);
        Tensor length = gradient.square().sum(1).add(SMOOTHING).sqrt();
        return length.sub(1).square().mean();
    }
}
