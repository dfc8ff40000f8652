package org.pushforward.model;

import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.sample.Sampler;

/** A model that samples can be drawn from. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface SampledModel extends Model {

    /** Returns the sampler that it is usually drawn from with. */
    Sampler<?> sampler();

    /** Returns all samplers that it names, among them the usual one, which comes first. */
    default Map<String, Sampler<?>> samplers() {
        return Map.of("direct", sampler());
    }
}
