package org.pushforward.conformance.models;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.model.DataType;
import org.pushforward.model.Family;
import org.pushforward.model.Model;
import org.pushforward.model.ParameterGroup;
import org.pushforward.model.SampledModel;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Adam;
import org.pushforward.optim.LearningRate;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.posterior.AveragePooling;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.Dps;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.DiffusionModel;

/**
 * A small model with a sampler and data, by which engines are held to the oracle.
 *
 * @param name its name
 * @param model the model
 * @param sampler how it is drawn from
 * @param data what it learns from
 */
public record ModelCase(String name, Model model, Sampler<?> sampler, DataSource data) {
    /** The key of everything random in cases of models. */
    public static final RandomKey KEY = RandomKey.of(20261122);

    /** Integer columns hold numbers below this, which are classes to every family. */
    private static final int CLASSES = 2;

    /** Ten steps, so that the tenth sample of a chain is its last. */
    private static final TimeGrid GRID = TimeGrid.karras(0.02, 20, 7, 10);

    /** Returns the examples of every family on the class path, and of posteriors by guidance. */
    public static List<ModelCase> all() {
        List<ModelCase> cases = new ArrayList<>();
        for (Family family : Family.all().values()) {
            for (Family.Example example : family.examples()) {
                Model model = example.family().build(example.data());
                if (model instanceof SampledModel sampled) {
                    cases.add(of(example.name(), model, sampled.sampler()));
                }
            }
        }
        cases.add(momentMatching());
        cases.add(imagesSeenCoarsely());
        return cases;
    }

    /** Points with two observed coordinates, sampled with three iterations of the solver per step. */
    private static ModelCase momentMatching() {
        DiffusionModel model = Diffusion.of(new DenoiserArchitecture.PerceptronDenoiser(List.of(32, 32)))
                .build(DataType.standard(Shape.of(3)));
        Observation observation = Observation.withDeviation(new Coordinates(0, 2), 1);
        Mmps posterior = new Mmps(model.denoiser().given(Context.none()), observation, 3);
        return of("moment-matching", model, new Euler(GRID).of(posterior, model.event(), model.moments()));
    }

    /**
     * A U-Net on images with observed means over squares of pixels, sampled through its derivative. Groups have two channels:
     * normalizing a single channel would cancel the bias before it, whose gradient would then be only rounding error, from which
     * Adam would take a full step.
     */
    private static ModelCase imagesSeenCoarsely() {
        DiffusionModel model = Diffusion.of(new DenoiserArchitecture.ConvolutionalDenoiser(List.of(4, 4), 1, 2, 6))
                .build(DataType.standard(Shape.of(1, 4, 4)));
        Observation observation = Observation.withDeviation(new AveragePooling(model.event(), 2), 1);
        Dps posterior = new Dps(model.denoiser().given(Context.none()), observation);
        return of("unet", model, new Euler(GRID).of(posterior, model.event(), model.moments()));
    }

    private static ModelCase of(String name, Model model, Sampler<?> sampler) {
        return new ModelCase(name, model, sampler, new Dataset(rows(model.schema(), 256, KEY.fold("data"))));
    }

    /** Returns rows of a schema: numbers from N(0, 1), and classes. */
    static Rows rows(Schema schema, int count, RandomKey key) {
        Map<String, HostArray> columns = new LinkedHashMap<>();
        for (String name : schema.names()) {
            TensorType type = schema.rows(name, count);
            RandomKey own = key.fold(name);
            columns.put(
                    name,
                    type.dtype().isFloating()
                            ? own.normal(type.shape()).cast(type.dtype())
                            : classes(type, own).cast(type.dtype()));
        }
        return new Rows(columns);
    }

    private static HostArray classes(TensorType type, RandomKey key) {
        return HostArray.wrap(type.shape(), key.integers(CLASSES, type.shape().size()));
    }

    /** Returns a context of a schema: zeros and ones, which are a mask, and will do for observed values and classes as well. */
    static Rows context(Schema schema, int count, RandomKey key) {
        Map<String, HostArray> columns = new LinkedHashMap<>();
        for (String name : schema.names()) {
            TensorType type = schema.rows(name, count);
            float[] values = key.fold(name).uniform(type.shape()).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] < 0.3f ? 1 : 0;
            }
            columns.put(name, HostArray.wrap(type.shape(), values).cast(type.dtype()));
        }
        return new Rows(columns);
    }

    /**
     * Returns Adam for every group of parameters. Its epsilon is far above the rounding of gradients. With the usual one, an element whose
     * gradient is only rounding would take a full step, up on one machine and down on another.
     */
    Map<String, Optimizer> optimizers() {
        Adam adam = new Adam(LearningRate.constant(1e-3), 0.9, 0.999, 1e-3, 0);
        return model.groups().stream().collect(Collectors.toMap(ParameterGroup::name, group -> adam));
    }

    /** Returns values of every parameter and buffer of the model. */
    ParameterValues parameters() {
        return Oracle.randomValues(model.variables(), KEY.fold(name));
    }

    @Override
    public String toString() {
        return name;
    }
}
