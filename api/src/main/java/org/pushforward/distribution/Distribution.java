package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;

/** A probability distribution with a log density and with samples as a function of noise. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Distribution extends ConditionalDistribution {

    /**
     * Returns the log density of each row in nats.
     *
     * @param x of shape [n, ...], where the event's shape follows n
     * @return of shape [n]
     */
    Tensor logProb(Tensor x);

    /** Returns independent samples, of shape [count, ...]. */
    Tensor sample(Noise noise, int count);

    @Override
    default Schema context() {
        return Schema.empty();
    }

    @Override
    default Distribution given(Context context) {
        return this;
    }
}
