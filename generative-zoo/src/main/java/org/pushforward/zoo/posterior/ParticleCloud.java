package org.pushforward.zoo.posterior;

import org.pushforward.graph.Tensor;
import org.pushforward.nn.Logits;

/**
 * The state of {@link TwistedDiffusion}: for each of n rows, a cloud of p weighted particles.
 *
 * @param x the particles, [n, p, ...]
 * @param logWeights the logarithms of their weights, up to a constant for each cloud, without the twist at the current level, [n, p]
 * @param twist the logarithm of the twist that the weights contain, that at the previous level, [n, p]
 * @param offset a uniform number for the last resampling, [n, 1]
 * @param sizes the effective sizes at the levels so far, the newest last, [n, levels]
 */
public record ParticleCloud(Tensor x, Tensor logWeights, Tensor twist, Tensor offset, Tensor sizes) {

    /** Replaces the twist of the previous level with that of the current one, and notes the effective size. */
    ParticleCloud twisted(Tensor current) {
        Tensor weights = logWeights.add(current).sub(twist);
        ParticleCloud weighed = new ParticleCloud(x, weights, current, offset, sizes);
        Tensor noted = sizes.slice(1, 1, sizes.dim(1)).concat(1, weighed.effectiveSize());
        return new ParticleCloud(x, weights, current, offset, noted);
    }

    /** Returns the weights, which add up to 1 in each cloud. */
    Tensor weights() {
        return Logits.softmax(logWeights, 1);
    }

    /** Returns 1 / sum w^2, the effective number of particles, from 1 to p, of shape [n, 1]. */
    Tensor effectiveSize() {
        return weights().square().sum(1).reciprocal().expandDims(1);
    }
}
