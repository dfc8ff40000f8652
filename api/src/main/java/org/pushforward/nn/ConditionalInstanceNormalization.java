package org.pushforward.nn;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.graph.Normalization;
import org.pushforward.graph.Tensor;

/**
 * An instance norm whose scale and shift are functions of a
 * condition: {@code (x - mean) / sqrt(variance + 1e-5) (1 + a(c)) + b(c)}, for x of shape [n, channels, ...] and one
 * condition for each of the n samples.
 *
 * <p>The condition is a class, such as a noise level, or a vector, such as a latent code. Dumoulin, Shlens and Kudlur,
 * <i>A learned representation for artistic style</i>, 2017.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class ConditionalInstanceNormalization {
    private final int channels;
    private final Layer modulation;

    private ConditionalInstanceNormalization(int channels, Layer modulation) {
        this.channels = channels;
        this.modulation = modulation;
    }

    /** Declares a table {@code modulation.weight} with a and b for each class. Conditions are int64, of shape [n]. */
    public static ConditionalInstanceNormalization ofClasses(Scope scope, int channels, int classes) {
        Layer table = new Embedding(scope.child("modulation"), classes, 2 * channels, Initializer.zeros());
        return new ConditionalInstanceNormalization(channels, table);
    }

    /** Declares an affine map {@code modulation} from conditions of shape [n, width] to a and b. */
    public static ConditionalInstanceNormalization ofVectors(Scope scope, int channels, int width) {
        Layer map = new Dense(scope.child("modulation"), width, 2 * channels, Initializer.zeros());
        return new ConditionalInstanceNormalization(channels, map);
    }

    /**
     * Returns x normalized, scaled and shifted. Before training, this is the plain instance norm for every condition.
     */
    public Tensor apply(Tensor x, Tensor condition) {
        Tensor both = modulation.apply(condition);
        Tensor scale = GroupNormalization.overChannels(both.slice(1, 0, channels), x);
        Tensor shift = GroupNormalization.overChannels(both.slice(1, channels, 2 * channels), x);
        Tensor normal = Tensor.of(new Normalization.GroupNorm(channels, GroupNormalization.EPSILON), List.of(x));
        return normal.mul(scale.add(1)).add(shift);
    }
}
