package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * {@link GroupNormalization} with one channel per group, for x of shape [n, channels, ...].
 *
 * <p>Ulyanov, Vedaldi and Lempitsky, <i>Instance normalization</i>, 2016.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class InstanceNormalization implements Layer {
    private final GroupNormalization norm;

    /** Declares {@code weight} and {@code bias}, of shape [channels], which begin as 1 and 0. */
    public InstanceNormalization(Scope scope, int channels) {
        norm = new GroupNormalization(scope, channels, channels);
    }

    @Override
    public Tensor apply(Tensor x) {
        return norm.apply(x);
    }
}
