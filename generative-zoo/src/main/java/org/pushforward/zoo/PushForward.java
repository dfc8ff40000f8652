package org.pushforward.zoo;

import java.util.Map;
import org.pushforward.graph.Tensor;

/**
 * A model whose samples are a learned function of noise: the push-forward of N(0, I), as those of a flow, of a VAE and of the
 * generator of a GAN are. It is its own sampler, which has a beginning and no steps.
 */
public interface PushForward extends GenerativeModel, Sampler {

    /** Returns the sample that each row of noise becomes: from shape [n, ...] to [n, ...]. */
    Tensor push(Tensor noise);

    @Override
    default Sampler sampler() {
        return this;
    }

    @Override
    default Tensor init(Tensor noise, Map<String, Tensor> context) {
        return push(noise);
    }
}
