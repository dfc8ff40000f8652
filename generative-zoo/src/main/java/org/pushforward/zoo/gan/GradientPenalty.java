package org.pushforward.zoo.gan;

import org.pushforward.autodiff.Gradients;
import org.pushforward.distribution.Events;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.Layer;

/**
 * A penalty that keeps the slope of a critic near one between pairs of samples:
 *
 * <pre>
 * E ( |grad critic(h)| - 1 )^2,   h = u x + (1 - u) y
 * </pre>
 *
 * <p>The one-sided penalty counts only slopes above one. The length of the gradient g is computed as sqrt(1e-8 + |g|^2), whose derivative
 * at 0 is finite. Gulrajani, Ahmed,
 * Arjovsky, Dumoulin and Courville, <i>Improved training of Wasserstein GANs</i>, 2017.
 */
public final class GradientPenalty {
    private static final double SMOOTHING = 1e-8;

    private GradientPenalty() {}

    /**
     * Returns the penalty, a scalar.
     *
     * @param critic maps shape [n, ...] to [n, 1] and treats each row independently
     * @param x samples of one distribution, of shape [n, ...]
     * @param y samples of another distribution, of the same shape
     * @param u uniform on [0, 1), of shape [n, 1, ..., 1] with as many axes
     * @param sides whether the penalty applies to slopes below one too
     */
    public static Tensor of(Layer critic, Tensor x, Tensor y, Tensor u, WassersteinGp.Sides sides) {
        if (!u.shape().equals(x.shape().perRow())) {
            throw new IllegalArgumentException("u of type " + u.type() + ": expected a number for each row, of shape "
                    + x.shape().perRow());
        }
        Events.check("y", y, x.shape().without(0));
        Tensor between = y.add(u.mul(x.sub(y)));
        // The critic treats rows independently, so the gradient of the sum contains the gradient of each row.
        Tensor gradient = Gradients.of(critic.apply(between).sum(), between);
        Tensor excess = Events.sum(gradient.square()).add(SMOOTHING).sqrt().sub(1);
        return (sides == WassersteinGp.Sides.ONE ? excess.max(0) : excess)
                .square()
                .mean();
    }
}
