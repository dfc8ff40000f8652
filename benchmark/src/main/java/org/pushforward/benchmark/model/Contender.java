package org.pushforward.benchmark.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pushforward.graph.Tensor;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.Sampler;

/**
 * A model, and the ways in which it can be examined once it has learnt.
 *
 * @param model the model
 * @param samplers the samplers whose samples are scored, by name; none for a model that is conditional
 * @param logDensity the logarithm of its density, from shape [n, d] to [n], where it has one
 * @param infilling how it is tried at filling in fields, where it can
 */
public record Contender(
        GenerativeModel model,
        Map<String, Sampler> samplers,
        Optional<UnaryOperator<Tensor>> logDensity,
        Optional<GaugeTrial> infilling) {
    /** Copies the map. */
    public Contender {
        samplers = Collections.unmodifiableMap(new LinkedHashMap<>(samplers));
    }

    /** Returns a model that is examined by the samples of its usual sampler. */
    public static Contender sampled(String sampler, GenerativeModel model) {
        return new Contender(model, Map.of(sampler, model.sampler()), Optional.empty(), Optional.empty());
    }

    /** Returns this model with another sampler. */
    public Contender withSampler(String name, Sampler sampler) {
        Map<String, Sampler> more = new LinkedHashMap<>(samplers);
        more.put(name, sampler);
        return new Contender(model, more, logDensity, infilling);
    }

    /** Returns this model with the logarithm of its density. */
    public Contender withLogDensity(UnaryOperator<Tensor> density) {
        return new Contender(model, samplers, Optional.of(density), infilling);
    }
}
