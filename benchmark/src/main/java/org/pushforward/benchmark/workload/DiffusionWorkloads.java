package org.pushforward.benchmark.workload;

import java.util.Map;
import org.pushforward.optim.Adam;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.MomentMatchingDenoiser;
import org.pushforward.zoo.posterior.ObservationModel;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;

/** Workloads with denoisers: how they learn, and how the samples of their priors and posteriors are drawn. */
final class DiffusionWorkloads {
    private static final Preconditioning PRECONDITIONING = new Preconditioning(0.5);
    private static final NoiseLevels LEVELS = NoiseLevels.standard();
    private static final int PLANE_STEPS = 64;
    private static final int CONJUGATE_GRADIENTS = 3;
    /** A chunk of so many points of the plane keeps the activations of a layer in a processor's cache. */
    private static final int PLANE_CHUNK = 4096;

    private DiffusionWorkloads() {}

    private static DiffusionModel ofPlane(int width, int steps) {
        return new DiffusionModel(2, PRECONDITIONING, LEVELS, steps, width, width, width, width);
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

    static Workload mmpsSample() {
        ObservationModel observation = new ObservationModel(new Coordinates(0, 1), 0.1);
        return new SamplingWorkload(
                "mmps-sample",
                new Size(4096, 256, 50),
                PLANE_CHUNK,
                (width, steps) -> {
                    DiffusionModel model = ofPlane(width, steps);
                    PosteriorDenoiser posterior = new MomentMatchingDenoiser(model, observation, CONJUGATE_GRADIENTS);
                    Sampler sampler = new EulerSampler(posterior, model.sampleShape(), LEVELS, steps);
                    return new SamplingWorkload.Chain(sampler, model.parameters());
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
