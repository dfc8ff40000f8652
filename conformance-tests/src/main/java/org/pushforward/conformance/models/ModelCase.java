package org.pushforward.conformance.models;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.nn.ParameterValues;
import org.pushforward.optim.Adam;
import org.pushforward.optim.Optimizer;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.train.DataSource;
import org.pushforward.train.Dataset;
import org.pushforward.train.ParameterGroup;
import org.pushforward.zoo.GenerativeModel;
import org.pushforward.zoo.flow.RealNvp;
import org.pushforward.zoo.gan.WganGp;
import org.pushforward.zoo.posterior.AveragePooling;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.Dps;
import org.pushforward.zoo.posterior.GaugeInfilling;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;
import org.pushforward.zoo.score.UNet;
import org.pushforward.zoo.vae.GaussianVae;

/**
 * A model of the zoo, small, with parameters, data and optimiser for a comparison of engines.
 *
 * @param name the name of the kind of model
 * @param model the model
 * @param data what it learns from
 */
public record ModelCase(String name, GenerativeModel model, DataSource data) {
    public static final RandomKey KEY = RandomKey.of(20261122);

    /** Ten steps, so that the tenth sample of a chain is its last. */
    private static final int STEPS = 10;

    /** Returns a small model of each family. */
    public static List<ModelCase> all() {
        Preconditioning preconditioning = new Preconditioning(1);
        NoiseLevels levels = new NoiseLevels(0.02, 20, 7);
        return List.of(
                of("real-nvp", new RealNvp(6, 4, 24).build()),
                of("vae", new GaussianVae(16, 3, 24)),
                of("wgan-gp", new WganGp(2, 4, 24, 5, 10)),
                of("diffusion", new DiffusionModel(2, preconditioning, levels, STEPS, 32, 32, 32)),
                of("infilling", new GaugeInfilling(4, 4, 0.1, 0.5, preconditioning, levels, STEPS, 32, 32)),
                of("moment-matching", momentMatching(preconditioning, levels)),
                of("unet", imagesSeenCoarsely(preconditioning, levels)));
    }

    /** Points of which two coordinates are seen, sampled with three iterations of conjugate gradients a step. */
    private static GenerativeModel momentMatching(Preconditioning preconditioning, NoiseLevels levels) {
        DiffusionModel model = new DiffusionModel(3, preconditioning, levels, STEPS, 32, 32);
        Observation observation = Observation.withDeviation(new Coordinates(0, 2), 1);
        PosteriorDenoiser posterior = new Mmps(model, observation, 3);
        return new SampledBy(model, new EulerSampler(posterior, model.sampleShape(), levels, STEPS));
    }

    /**
     * A U-Net on images of which means of squares are seen, sampled through its derivative. Groups have two channels: the
     * norm of a single one would hide the bias before it, whose gradient is then rounding alone, which Adam makes a whole step
     * of.
     */
    private static GenerativeModel imagesSeenCoarsely(Preconditioning preconditioning, NoiseLevels levels) {
        DiffusionModel model =
                new DiffusionModel(Shape.of(1, 4, 4), preconditioning, levels, STEPS, scope -> UNet.builder(1)
                        .levels(4, 4)
                        .groups(2)
                        .embedding(6)
                        .build(scope));
        Observation observation = Observation.withDeviation(new AveragePooling(model.sampleShape(), 2), 1);
        PosteriorDenoiser posterior = new Dps(model, observation);
        return new SampledBy(model, new EulerSampler(posterior, model.sampleShape(), levels, STEPS));
    }

    private static ModelCase of(String name, GenerativeModel model) {
        return new ModelCase(name, model, new Dataset(KEY.fold("data").normal(batchOf(256, model.sampleShape()))));
    }

    /** Returns the shape of so many values of a shape. */
    static Shape batchOf(int count, Shape shape) {
        return Shape.of(IntStream.concat(IntStream.of(count), IntStream.of(shape.dims()))
                .toArray());
    }

    /** Returns Adam for every group of parameters. */
    public Map<String, Optimizer> optimizers() {
        return model.groups().stream().collect(Collectors.toMap(ParameterGroup::name, group -> Adam.withRate(1e-3)));
    }

    /** Returns values of every parameter of the model. */
    ParameterValues parameters() {
        return Oracle.randomValues(model.parameters(), KEY.fold(name));
    }

    @Override
    public String toString() {
        return name;
    }
}
