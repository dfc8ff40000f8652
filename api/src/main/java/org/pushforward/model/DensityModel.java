package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.data.Batch;
import org.pushforward.distribution.ConditionalDistribution;
import org.pushforward.sample.PushForward;
import org.pushforward.sample.Sampler;

/** A model with an exact density. By default it learns by maximum likelihood and samples from its distribution. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface DensityModel extends SampledModel {

    /** Returns the conditional distribution of the model. */
    ConditionalDistribution distribution();

    /**
     * Minimizes the mean of -log p(x) in nats, over all parameters of the only group.
     *
     * @throws IllegalStateException if there is more than one group
     */
    @Override
    default void learn(Step step) {
        if (groups().size() != 1) {
            throw new IllegalStateException(groups().size()
                    + " groups of parameters: expected one; implement learn() to say which group each loss updates");
        }
        Batch batch = step.batch();
        ConditionalDistribution distribution = distribution();
        step.minimize(
                groups().get(0),
                distribution
                        .given(batch.context(distribution.context()))
                        .logProb(batch.x())
                        .mean()
                        .neg());
    }

    @Override
    default Sampler<?> sampler() {
        return PushForward.of(distribution());
    }
}
