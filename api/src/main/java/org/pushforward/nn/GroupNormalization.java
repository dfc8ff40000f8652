package org.pushforward.nn;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.Shape;

/**
 * Group normalization, (x - mean) / sqrt(variance + 1e-5) scale + shift, for x of shape [n, channels, ...]. The mean
 * and variance are taken over a group of channels and all further axes of one sample; scale and shift are learned for
 * each channel.
 *
 * <p>With as many groups as channels it is an {@link InstanceNormalization}. With one group it normalizes over all axes except
 * the first. Wu and He, <i>Group normalization</i>, 2018.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class GroupNormalization implements Layer {
    /** The default number added to a variance. */
    static final double EPSILON = 1e-5;

    private final Normalization normalization;
    private final Tensor weight;
    private final Tensor bias;

    /**
     * Declares {@code weight} and {@code bias}, of shape [channels], which begin as 1 and 0.
     *
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    public GroupNormalization(Scope scope, int groups, int channels) {
        this(scope, groups, channels, EPSILON);
    }

    /**
     * Declares {@code weight} and {@code bias}, of shape [channels], which begin as 1 and 0.
     *
     * @param epsilon added to the variance, positive
     * @throws IllegalArgumentException if the groups do not divide the channels
     */
    public GroupNormalization(Scope scope, int groups, int channels, double epsilon) {
        normalization = new Normalization.GroupNorm(groups, epsilon);
        if (channels % groups != 0) {
            throw new IllegalArgumentException(
                    groups + " groups of a group normalization: expected a divisor of its " + channels + " channels");
        }
        weight = scope.parameter("weight", Shape.of(channels), Initializer.constant(1));
        bias = scope.parameter("bias", Shape.of(channels), Initializer.zeros());
    }

    @Override
    public Tensor apply(Tensor x) {
        Tensor normal = Tensor.of(normalization, List.of(x));
        return normal.mul(overChannels(weight, x)).add(overChannels(bias, x));
    }

    /**
     * Returns numbers of shape [..., channels] reshaped so that they broadcast against x, of shape [n, channels, ...].
     */
    static Tensor overChannels(Tensor perChannel, Tensor x) {
        Tensor result = perChannel;
        for (int axis = 2; axis < x.shape().rank(); axis++) {
            result = result.expandDims(-1);
        }
        return result;
    }
}
