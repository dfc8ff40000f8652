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
 * A learned denoiser and the samplers that draw from it.
 *
 * <p>It works with any sampler of the package {@code sampler}. {@link #denoisedBy} replaces its denoiser, for example by that of a
 * posterior. Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022.
 *
 * @param event the shape of one sample
 * @param moments the approximate mean and variance of the data
 * @param learned the denoiser that is trained
 * @param denoiser the denoiser used for sampling: the trained one unless it is guided or conditioned
 * @param objective the training objective
 * @param schema the columns of the training data
 * @param group the parameters of both denoisers
 * @param samplings the sampling methods by name, at least one; the first is the default
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
    /** The default name of the parameter group and therefore of the loss. */
    public static final String GROUP = "denoiser";

    /** Copies the map and refuses an empty one. */
    public DiffusionModel {
        samplings = Collections.unmodifiableMap(new LinkedHashMap<>(samplings));
        if (samplings.isEmpty()) {
            throw new IllegalArgumentException("a diffusion model without samplers: expected at least one");
        }
    }

    /**
     * The mean and variance of the data. Samplers start from N(mean, (variance + sigma^2) I) at noise level sigma.
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

    /** Returns this model with another denoiser for sampling that uses the same parameters, such as a guided one or that of a posterior. */
    public DiffusionModel denoisedBy(ConditionalDenoiser other) {
        return new DiffusionModel(event, moments, learned, other, objective, schema, group, samplings);
    }
}
