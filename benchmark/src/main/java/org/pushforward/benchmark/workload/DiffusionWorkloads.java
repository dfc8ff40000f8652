package org.pushforward.benchmark.workload;

import java.util.Map;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.ContextColumns;
import org.pushforward.nn.Scope;
import org.pushforward.optim.Adam;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.posterior.AveragePooling;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.Dps;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.sampler.DiffusionSampling;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DenoiserMlp;
import org.pushforward.zoo.score.DenoiserNetwork;
import org.pushforward.zoo.score.DenoisingScoreMatching;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.NoiseDistribution;
import org.pushforward.zoo.score.Preconditioning;
import org.pushforward.zoo.score.UNet;

/** Workloads with denoisers: training, and sampling from priors and posteriors. */
final class DiffusionWorkloads {
    private static final Preconditioning PRECONDITIONING = new Preconditioning(0.5);
    /** Chains begin with N(0, highest^2 I), like those of the peers. */
    private static final DiffusionModel.Moments BEGINNING = new DiffusionModel.Moments(0, 0);

    private static final int PLANE_STEPS = 64;
    private static final int SOLVER_ITERATIONS = 3;
    /** With chunks of this many points in the plane, the activations of a layer fit into the processor's cache. */
    private static final int PLANE_CHUNK = 4096;

    private static final int SIDE = 32;
    private static final Shape IMAGE = Shape.of(1, SIDE, SIDE);
    private static final int IMAGE_STEPS = 18;
    private static final int IMAGE_CHUNK = 16;
    /** The side of the pixel squares whose means are observed. */
    private static final int SQUARE = 4;

    private DiffusionWorkloads() {}

    /** Declares a network of a given width. */
    private interface Architecture {
        DenoiserNetwork build(Scope scope, int width);
    }

    private static DiffusionModel model(Shape event, Architecture architecture, int width, int steps) {
        Scope scope = Scope.root();
        ConditionalDenoiser denoiser = PRECONDITIONING.denoiser(Schema.empty(), architecture.build(scope, width));
        return new DiffusionModel(
                event,
                BEGINNING,
                denoiser,
                denoiser,
                new DenoisingScoreMatching(PRECONDITIONING, NoiseDistribution.forData(PRECONDITIONING.dataDeviation())),
                Schema.of(event),
                ParameterGroup.of(DiffusionModel.GROUP, scope),
                Map.of("heun", new Heun(TimeGrid.karras(steps))));
    }

    private static DiffusionModel ofPlane(int width, int steps) {
        return model(
                Shape.of(2),
                (scope, w) -> new DenoiserMlp(scope, 2, new ContextColumns(Schema.empty()), w, w, w, w),
                width,
                steps);
    }

    static Workload denoiserTrain() {
        return TrainingWorkload.of(
                "denoiser-train",
                Size.of(1024, 256),
                width -> ofPlane(width, PLANE_STEPS),
                StandIn.moons(),
                DiffusionModel.GROUP,
                Adam.withRate(1e-3));
    }

    static Workload denoiserSample() {
        return new SamplingWorkload(
                "denoiser-sample",
                new Size(8192, 256, PLANE_STEPS),
                PLANE_CHUNK,
                (width, steps) -> {
                    DiffusionModel model = ofPlane(width, steps);
                    return new SamplingWorkload.Chain(model.sampler(), model.parameters());
                },
                Map.of());
    }

    private static DiffusionModel ofImages(int width, int steps) {
        return model(
                IMAGE, (scope, w) -> UNet.builder(1).levels(w, 2 * w, 2 * w).build(scope), width, steps);
    }

    static Workload unetTrain() {
        return TrainingWorkload.of(
                "unet-train",
                Size.of(16, 32),
                width -> ofImages(width, IMAGE_STEPS),
                StandIn.fields(SIDE),
                DiffusionModel.GROUP,
                Adam.withRate(1e-4));
    }

    static Workload unetSample() {
        return new SamplingWorkload(
                "unet-sample",
                new Size(16, 32, IMAGE_STEPS),
                IMAGE_CHUNK,
                (width, steps) -> {
                    DiffusionModel model = ofImages(width, steps);
                    return new SamplingWorkload.Chain(model.sampler(), model.parameters());
                },
                Map.of());
    }

    static Workload dpsSample() {
        AveragePooling pooling = new AveragePooling(IMAGE, SQUARE);
        Observation observation = Observation.withDeviation(pooling, 0.05);
        return new SamplingWorkload(
                "dps-sample",
                new Size(4, 32, 100),
                IMAGE_CHUNK,
                (width, steps) -> {
                    DiffusionModel model = ofImages(width, steps);
                    return chain(model, new Dps(prior(model), observation), steps);
                },
                Map.of(
                        PosteriorDenoiser.OBSERVED,
                        StandIn.fields(SIDE).observed(pooling.shape(), DiffusionWorkloads::pooled, 0.05)));
    }

    /** Returns the mean of each square of pixels. */
    private static HostArray pooled(HostArray images) {
        int count = images.shape().dim(0);
        int coarse = SIDE / SQUARE;
        float[] values = new float[count * coarse * coarse];
        for (int i = 0; i < images.size(); i++) {
            int image = i / (SIDE * SIDE);
            int row = i / SIDE % SIDE / SQUARE;
            int column = i % SIDE / SQUARE;
            values[(image * coarse + row) * coarse + column] += (float) (images.get(i) / (SQUARE * SQUARE));
        }
        return HostArray.wrap(Shape.of(count, 1, coarse, coarse), values);
    }

    private static SamplingWorkload.Chain chain(DiffusionModel model, PosteriorDenoiser posterior, int steps) {
        DiffusionSampling<?> euler = new Euler(TimeGrid.karras(steps));
        return new SamplingWorkload.Chain(euler.of(model.denoisedBy(posterior)), model.parameters());
    }

    private static Denoiser prior(DiffusionModel model) {
        return model.denoiser().given(Context.none());
    }

    static Workload mmpsSample() {
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        return new SamplingWorkload(
                "mmps-sample",
                new Size(4096, 256, 50),
                PLANE_CHUNK,
                (width, steps) -> {
                    DiffusionModel model = ofPlane(width, steps);
                    return chain(model, new Mmps(prior(model), observation, SOLVER_ITERATIONS), steps);
                },
                Map.of(
                        PosteriorDenoiser.OBSERVED,
                        StandIn.moons().observed(Shape.of(1), DiffusionWorkloads::firstCoordinate, 0.1)));
    }

    private static HostArray firstCoordinate(HostArray points) {
        int count = points.shape().dim(0);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) points.get(2 * i);
        }
        return HostArray.wrap(Shape.of(count, 1), values);
    }
}
