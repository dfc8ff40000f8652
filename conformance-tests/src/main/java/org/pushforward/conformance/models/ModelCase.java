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
import org.pushforward.zoo.posterior.DiffusionPosteriorDenoiser;
import org.pushforward.zoo.posterior.GaugeInfilling;
import org.pushforward.zoo.posterior.MomentMatchingDenoiser;
import org.pushforward.zoo.posterior.ObservationModel;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;
import org.pushforward.zoo.score.UNet;
import org.pushforward.zoo.vae.GaussianVae;

/**
 * A small model of the zoo, with the data, parameters and optimizers on which engines are compared.
 *
 * @param name the name of the model family
 * @param model the model
 * @param data the training data
 */
public record ModelCase(String name, GenerativeModel model, DataSource data) {
    /** The key of all random numbers. */
    public static final RandomKey KEY = RandomKey.of(20261122);

    /** The number of steps of samplers, so that the tenth sample of a chain is the last one. */
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

    /** Returns points with two observed coordinates, sampled with three iterations of conjugate gradients per step. */
    private static GenerativeModel momentMatching(Preconditioning preconditioning, NoiseLevels levels) {
        DiffusionModel model = new DiffusionModel(3, preconditioning, levels, STEPS, 32, 32);
        ObservationModel observation = new ObservationModel(new Coordinates(0, 2), 1);
        PosteriorDenoiser posterior = new MomentMatchingDenoiser(model, observation, 3);
        return new SampledBy(model, new EulerSampler(posterior, model.sampleShape(), levels, STEPS));
    }

    /**
     * Returns a U-Net on images whose block means are observed, sampled through its derivative. Groups have two channels:
     * normalizing a single channel cancels the bias before it, whose gradient would then be rounding alone, which Adam turns
     * into a full step.
     */
    private static GenerativeModel imagesSeenCoarsely(Preconditioning preconditioning, NoiseLevels levels) {
        DiffusionModel model =
                new DiffusionModel(Shape.of(1, 4, 4), preconditioning, levels, STEPS, scope -> UNet.builder(1)
                        .levels(4, 4)
                        .groups(2)
                        .embedding(6)
                        .build(scope));
        ObservationModel observation = new ObservationModel(new AveragePooling(model.sampleShape(), 2), 1);
        PosteriorDenoiser posterior = new DiffusionPosteriorDenoiser(model, observation);
        return new SampledBy(model, new EulerSampler(posterior, model.sampleShape(), levels, STEPS));
    }

    private static ModelCase of(String name, GenerativeModel model) {
        return new ModelCase(name, model, new Dataset(KEY.fold("data").normal(batchOf(256, model.sampleShape()))));
    }

    /** Returns the shape of a batch. */
    static Shape batchOf(int count, Shape shape) {
        return Shape.of(IntStream.concat(IntStream.of(count), IntStream.of(shape.dims()))
                .toArray());
    }

    /** Returns Adam for every group of parameters. */
    public Map<String, Optimizer> optimizers() {
        return model.groups().stream().collect(Collectors.toMap(ParameterGroup::name, group -> Adam.withRate(1e-3)));
    }

    /** Returns a value for every parameter of the model. */
    ParameterValues parameters() {
        return Oracle.randomValues(model.parameters(), KEY.fold(name));
    }

    @Override
    public String toString() {
        return name;
    }
}
