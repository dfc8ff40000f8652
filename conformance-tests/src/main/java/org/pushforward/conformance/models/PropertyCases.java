package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
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
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.score.AncestralSampler;
import org.pushforward.zoo.score.EulerSampler;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.HeunSampler;
import org.pushforward.zoo.score.NoiseLevels;

/** What samplers and flows must satisfy on every engine, in float32, by formulas rather than by the oracle. */
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
                        "A sample does not depend on the batch that it is drawn in.",
                        PropertyCases::samplesDoNotDependOnTheBatch),
                Check.required(
                        "SAMPLE-POSTERIOR-BATCH",
                        "A sample of a posterior does not depend on what the others of its batch observe.",
                        PropertyCases::posteriorSamplesDoNotDependOnTheBatch));
    }

    /** Returns the checks of properties of models. */
    public static List<Check> models() {
        return List.of(
                Check.required(
                        "MODEL-FLOW-INVERSE",
                        "The inverse of a flow inverts.",
                        PropertyCases::theInverseOfAFlowInverts),
                Check.required(
                        "MODEL-FLOW-DENSITY",
                        "The density of a flow integrates to one.",
                        PropertyCases::theDensityOfAFlowIntegratesToOne));
    }

    /** P1 and P3: each sample is the affine function of its noise that the recursion of the exact denoiser predicts. */
    private static void heunOnGaussianDataFollowsItsRecursion(BackendUnderTest backend) {
        double mean = 0.75;
        double variance = 0.09;
        int steps = 12;
        Sampler sampler = new HeunSampler(GaussianDenoiser.of(Shape.of(1), mean, variance), Shape.of(1), LEVELS, steps);
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
            assertThat(samples.get(k)).isCloseTo(x, within(1e-4));
        }
    }

    /** P23: a sample does not depend on the batch that it is drawn in. */
    private static void samplesDoNotDependOnTheBatch(BackendUnderTest backend) {
        Sampler sampler = new AncestralSampler(GaussianDenoiser.of(Shape.of(3), 0.5, 0.25), Shape.of(3), LEVELS, 10);
        HostArray whole = draw(backend, sampler, 64, 64);
        assertThat(Oracle.relativeError(draw(backend, sampler, 64, 7), whole)).isLessThanOrEqualTo(1e-5);
        assertThat(Oracle.relativeError(draw(backend, sampler, 1, 1), whole.rows(0, 1)))
                .isLessThanOrEqualTo(1e-5);
    }

    /**
     * P23: one observation is far off, so that a norm over the batch would move every sample. One iteration of conjugate
     * gradients solves the system here, so the second and third have nothing left to divide by.
     */
    private static void posteriorSamplesDoNotDependOnTheBatch(BackendUnderTest backend) {
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.5);
        PosteriorDenoiser posterior = new Mmps(GaussianDenoiser.of(Shape.of(3), 0.5, 0.25), observation, 3);
        Sampler sampler = new EulerSampler(posterior, Shape.of(3), LEVELS, 10);
        float[] y = KEY.fold("y").normal(Shape.of(64, 1)).toFloats();
        y[63] = 100;
        HostArray observed = HostArray.wrap(Shape.of(64, 1), y);
        HostArray whole = draw(backend, sampler, observed, 64).rows(0, 63);
        assertThat(whole.isFinite()).isTrue();
        assertThat(Oracle.relativeError(draw(backend, sampler, observed.rows(0, 63), 7), whole))
                .isLessThanOrEqualTo(1e-5);
        assertThat(Oracle.relativeError(draw(backend, sampler, observed.rows(0, 1), 1), whole.rows(0, 1)))
                .isLessThanOrEqualTo(1e-5);
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

    /** P12: the inverse inverts, on both sides of zero. */
    private static void theInverseOfAFlowInverts(BackendUnderTest backend) {
        NormalizingFlow flow = new RealNvp(6, 6, 16).build();
        HostArray x = KEY.fold("x").normal(Shape.of(64, 6));
        try (ModelFunction roundTrip = ModelFunction.compile(
                backend.backend(),
                flow.parameters(),
                randomValues(flow.parameters()),
                List.of(x.type()),
                in -> List.of(flow.inverse(flow.forward(in.get(0)).value())))) {
            assertThat(Oracle.relativeError(roundTrip.apply(x).get(0), x)).isLessThanOrEqualTo(1e-4);
        }
    }

    /** P13: the density of a flow integrates to one, by the midpoint rule on a square that holds all but 1e-4 of it. */
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
        assertThat(mass).isCloseTo(1, within(0.01));
    }

    private static ParameterValues randomValues(List<Parameter> parameters) {
        return Oracle.randomValues(parameters, KEY.fold("parameters"));
    }
}
