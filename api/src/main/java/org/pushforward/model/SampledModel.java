package org.pushforward.model;

import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.sample.Sampler;

/** A model that samples can be drawn from. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface SampledModel extends Model {

    /** Returns the default sampler. */
    Sampler<?> sampler();

    /** Returns all samplers by name; the default one comes first. */
    default Map<String, Sampler<?>> samplers() {
        return Map.of("direct", sampler());
    }
}
