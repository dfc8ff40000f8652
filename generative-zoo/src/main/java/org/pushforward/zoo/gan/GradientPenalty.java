package org.pushforward.zoo.gan;

import org.pushforward.autodiff.Gradients;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;

/**
 * The penalty that keeps a critic's slope near one between two samples:
 *
 * <pre>
 * E ( |grad critic(h)| - 1 )^2,   h = u x + (1 - u) y
 * </pre>
 *
 * <p>One-sided, only slopes above one count. The length is sqrt(1e-8 + |g|^2), whose derivative at 0 is finite. Gulrajani, Ahmed,
 * Arjovsky, Dumoulin and Courville, <i>Improved training of Wasserstein GANs</i>, 2017.
 */
public final class GradientPenalty {
    private static final double SMOOTHING = 1e-8;

    private GradientPenalty() {}

    /**
     * Returns the penalty, a scalar.
     *
     * @param critic from shape [n, ...] to [n, 1], each row by itself
     * @param x samples of one distribution, of shape [n, ...]
     * @param y samples of another, of the same shape
     * @param u uniform on [0, 1), of shape [n, 1, ..., 1] with as many axes
     * @param sides which slopes count
     */
    public static Tensor of(Layer critic, Tensor x, Tensor y, Tensor u, WassersteinGp.Sides sides) {
        if (!u.shape().equals(x.shape().perRow())) {
            throw new IllegalArgumentException("u of type " + u.type() + ": expected a number for each row, of shape "
                    + x.shape().perRow());
        }
        Events.check("y", y, x.shape().without(0));
        Tensor between = y.add(u.mul(x.sub(y)));
        // Rows do not meet in the critic, so the gradient of the sum holds the gradient of each row.
        Tensor gradient = Gradients.of(critic.apply(between).sum(), between);
        Tensor excess = Events.sum(gradient.square()).add(SMOOTHING).sqrt().sub(1);
        return (sides == WassersteinGp.Sides.ONE ? excess.max(0) : excess)
                .square()
                .mean();
    }
}
