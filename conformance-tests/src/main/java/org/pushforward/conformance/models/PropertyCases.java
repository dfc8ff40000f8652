package org.pushforward.conformance.models;

import java.util.List;
import java.util.Map;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Cancellation;
import org.pushforward.zoo.ModelFunction;
import org.pushforward.zoo.Sampler;
import org.pushforward.zoo.SamplingLoop;
import org.pushforward.zoo.flow.NormalizingFlow;
import org.pushforward.zoo.flow.RealNvp;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.MomentMatchingDenoiser;
import org.pushforward.zoo.posterior.ObservationModel;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.score.AncestralSampler;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.HeunSampler;
import org.pushforward.zoo.score.NoiseLevels;

/** Closed forms for samplers and flows, which every engine must satisfy in float32. */
public final class PropertyCases {
    private static final RandomKey KEY = RandomKey.of(11);
    private static final NoiseLevels LEVELS = new NoiseLevels(0.01, 10, 7);

    private PropertyCases() {}

    /** Returns the checks of properties of samplers. */
    public static List<Check> samplers() {
        return List.of(
                Check.required(
                        "SAMPLE-HEUN-GAUSSIAN",
                        "Heun's sampler with the exact denoiser of Gaussian data follows its recursion in closed form.",
                        PropertyCases::heunOnGaussianDataFollowsItsRecursion),
                Check.required(
                        "SAMPLE-BATCH",
                        "A sample does not depend on the batch in which it is drawn.",
                        PropertyCases::samplesDoNotDependOnTheBatch),
                Check.required(
                        "SAMPLE-POSTERIOR-BATCH",
                        "A posterior sample does not depend on the observations of other samples in its batch.",
                        PropertyCases::posteriorSamplesDoNotDependOnTheBatch));
    }

    /** Returns the checks of properties of models. */
    public static List<Check> models() {
        return List.of(
                Check.required(
                        "MODEL-FLOW-INVERSE",
                        "The inverse of a flow inverts it.",
                        PropertyCases::theInverseOfAFlowInverts),
                Check.required(
                        "MODEL-FLOW-DENSITY",
                        "The density of a flow integrates to one.",
                        PropertyCases::theDensityOfAFlowIntegratesToOne));
    }

    /** With the exact denoiser of Gaussian data, a step of the sampler is an affine function of the sample. */
    private static void heunOnGaussianDataFollowsItsRecursion(BackendUnderTest backend) {
        double mean = 0.75;
        double variance = 0.09;
        int steps = 12;
        Sampler sampler = new HeunSampler(new GaussianDenoiser(mean, variance), Shape.of(1), LEVELS, steps);
        HostArray noise = KEY.fold("init").normalRows(Shape.of(5, 1), 0);
        HostArray samples = draw(backend, sampler, 5, 5);
        for (int k = 0; k < 5; k++) {
            double x = noise.get(k) * LEVELS.highest();
            for (int i = 0; i < steps; i++) {
                double from = LEVELS.sigma(i, steps);
                double to = LEVELS.sigma(i + 1, steps);
                double d = (x - mean) * from / (variance + from * from);
                double y = x + (to - from) * d;
                double e = (y - mean) * to / (variance + to * to);
                x = to == 0 ? y : x + (to - from) * (d + e) / 2;
            }
            // Twelve float32 steps from size 10 to size 1.
            Expect.close("sample " + k, samples.get(k), x, 1e-4);
        }
    }

    /** Draws 64 samples at once, by sevens, and one alone. */
    private static void samplesDoNotDependOnTheBatch(BackendUnderTest backend) {
        Sampler sampler = new AncestralSampler(new GaussianDenoiser(0.5, 0.25), Shape.of(3), LEVELS, 10);
        HostArray whole = draw(backend, sampler, 64, 64);
        agree("samples in batches of seven", draw(backend, sampler, 64, 7), whole, 1e-5);
        agree("a sample alone", draw(backend, sampler, 1, 1), whole.rows(0, 1), 1e-5);
    }

    /**
     * One observation is far off, so that a norm over the batch would move every sample. The first iteration of conjugate
     * gradients solves the system, so the second and third divide by zero unless they are guarded.
     */
    private static void posteriorSamplesDoNotDependOnTheBatch(BackendUnderTest backend) {
        ObservationModel observation = new ObservationModel(new Coordinates(0, 1), 0.5);
        PosteriorDenoiser posterior = new MomentMatchingDenoiser(new GaussianDenoiser(0.5, 0.25), observation, 3);
        Sampler sampler = new EulerSampler(posterior, Shape.of(3), LEVELS, 10);
        float[] y = KEY.fold("y").normal(Shape.of(64, 1)).toFloats();
        y[63] = 100;
        HostArray observed = HostArray.wrap(Shape.of(64, 1), y);
        HostArray whole = draw(backend, sampler, observed, 64).rows(0, 63);
        Expect.isTrue("all samples are finite", whole.isFinite());
        agree("samples in batches of seven", draw(backend, sampler, observed.rows(0, 63), 7), whole, 1e-5);
        agree("a sample alone", draw(backend, sampler, observed.rows(0, 1), 1), whole.rows(0, 1), 1e-5);
    }

    private static void agree(String what, HostArray actual, HostArray expected, double tolerance) {
        Expect.atMost("the relative error of " + what, Oracle.relativeError(actual, expected), tolerance);
    }

    private static HostArray draw(BackendUnderTest backend, Sampler sampler, HostArray observed, int batch) {
        ParameterValues none = new ParameterValues(Map.of());
        try (SamplingLoop loop =
                SamplingLoop.compile(backend.backend(), sampler, List.of(), none, batch, new Cancellation())) {
            return loop.draw(KEY, observed.shape().dim(0), Map.of(PosteriorDenoiser.OBSERVED, observed));
        }
    }

    private static HostArray draw(BackendUnderTest backend, Sampler sampler, int count, int batch) {
        ParameterValues none = new ParameterValues(Map.of());
        try (SamplingLoop loop =
                SamplingLoop.compile(backend.backend(), sampler, List.of(), none, batch, new Cancellation())) {
            return loop.draw(KEY, count);
        }
    }

    /** Maps points on both sides of zero forward and back. */
    private static void theInverseOfAFlowInverts(BackendUnderTest backend) {
        NormalizingFlow flow = new RealNvp(6, 6, 16).build();
        HostArray x = KEY.fold("x").normal(Shape.of(64, 6));
        try (ModelFunction roundTrip = ModelFunction.compile(
                backend.backend(),
                flow.parameters(),
                randomValues(flow.parameters()),
                List.of(x.type()),
                in -> List.of(flow.inverse(flow.forward(in.get(0)).value())))) {
            agree("points mapped forward and back", roundTrip.apply(x).get(0), x, 1e-4);
        }
    }

    /** Integrates by the midpoint rule over a square that holds all but 1e-4 of the mass. */
    private static void theDensityOfAFlowIntegratesToOne(BackendUnderTest backend) {
        NormalizingFlow flow = new RealNvp(2, 4, 16).build();
        int side = 200;
        double half = 8;
        double cell = 2 * half / side;
        float[] points = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            points[2 * i] = (float) (-half + (i / side + 0.5) * cell);
            points[2 * i + 1] = (float) (-half + (i % side + 0.5) * cell);
        }
        TensorType type = TensorType.f32(side * side, 2);
        double mass = 0;
        try (ModelFunction logProb = ModelFunction.compile(
                backend.backend(),
                flow.parameters(),
                randomValues(flow.parameters()),
                List.of(type),
                in -> List.of(flow.logProb(in.get(0))))) {
            for (double value :
                    logProb.apply(HostArray.wrap(type.shape(), points)).get(0).toDoubles()) {
                mass += Math.exp(value) * cell * cell;
            }
        }
        Expect.close("the integral of the density", mass, 1, 0.01);
    }

    private static ParameterValues randomValues(List<Parameter> parameters) {
        return Oracle.randomValues(parameters, KEY.fold("parameters"));
    }
}
