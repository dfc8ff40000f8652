package org.pushforward.zoo.score;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.data.Schema;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.model.Sampling;
import org.pushforward.model.Step;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.Shape;

/**
 * A denoiser that learns, and the samplers that it is drawn from with.
 *
 * <p>Any sampler of the package {@code sampler} serves it, and {@link #denoisedBy} puts a posterior's denoiser in the place of its
 * own. Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022.
 *
 * @param event the shape of one sample
 * @param moments about where the data lie
 * @param learned the denoiser that learns
 * @param denoiser the denoiser that samples are drawn by: that one, unless it is guided or conditioned
 * @param objective how it learns
 * @param schema the columns that it learns from
 * @param group the parameters of both
 * @param samplings the ways to draw from it by name, at least one; the first one is the usual one
 */
public record DiffusionModel(
        Shape event,
        Moments moments,
        ConditionalDenoiser learned,
        ConditionalDenoiser denoiser,
        Objective<? super DiffusionModel> objective,
        Schema schema,
        ParameterGroup group,
        Map<String, Sampling<DiffusionModel>> samplings)
        implements SampledModel {
    /** The name of the usual group of parameters, and so of the loss. */
    public static final String GROUP = "denoiser";

    /** Copies the map, and refuses an empty one. */
    public DiffusionModel {
        samplings = Collections.unmodifiableMap(new LinkedHashMap<>(samplings));
        if (samplings.isEmpty()) {
            throw new IllegalArgumentException("a diffusion model without samplers: expected one at least");
        }
    }

    /**
     * The mean and variance that samplers begin with: at noise level sigma, data are about N(mean, (variance + sigma^2) I).
     *
     * @param mean the mean of every coordinate
     * @param variance the variance of every coordinate, 0 or more
     */
    public record Moments(double mean, double variance) {
        /** Refuses a variance that is negative or not finite. */
        public Moments {
            if (!Double.isFinite(mean) || !(variance >= 0 && variance < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("data of mean " + mean + " and variance " + variance
                        + ": expected finite numbers, and a variance of 0 or more");
            }
        }
    }

    @Override
    public List<ParameterGroup> groups() {
        return List.of(group);
    }

    @Override
    public void learn(Step step) {
        objective.describe(this, step);
    }

    @Override
    public Sampler<?> sampler() {
        return samplings.values().iterator().next().of(this);
    }

    @Override
    public Map<String, Sampler<?>> samplers() {
        Map<String, Sampler<?>> samplers = new LinkedHashMap<>();
        samplings.forEach((name, sampling) -> samplers.put(name, sampling.of(this)));
        return samplers;
    }

    /** Returns this model drawn from by another denoiser of the same parameters, such as a guided one or that of a posterior. */
    public DiffusionModel denoisedBy(ConditionalDenoiser other) {
        return new DiffusionModel(event, moments, learned, other, objective, schema, group, samplings);
    }
}
