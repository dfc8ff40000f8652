package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Bijector;
import org.pushforward.model.DataType;
import org.pushforward.model.Trained;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.MomentMatchingDenoiser;
import org.pushforward.zoo.posterior.ObservationModel;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.sampler.Ancestral;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

/** What samplers and flows must satisfy on every engine, in float32, by formulas rather than by the oracle. */
public final class PropertyCases {
    private static final RandomKey KEY = RandomKey.of(11);
    private static final Moments MOMENTS = new Moments(0.5, 0.25);

    private static TimeGrid grid(int steps) {
        return TimeGrid.karras(0.01, 10, 7, steps);
    }

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
        TimeGrid grid = grid(steps);
        Sampler<?> sampler =
                new Heun(grid).of(new GaussianDenoiser(mean, variance), Shape.of(1), new Moments(mean, variance));
        HostArray noise = KEY.fold("init").fold(0).normalRows(Shape.of(5, 1), 0);
        HostArray samples = draw(backend, sampler, 5, 5);
        for (int k = 0; k < 5; k++) {
            double highest = grid.level(0);
            double x = mean + noise.get(k) * Math.sqrt(variance + highest * highest);
            for (int i = 0; i < steps; i++) {
                double from = grid.level(i);
                double to = grid.level(i + 1);
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
        Sampler<?> sampler = new Ancestral(grid(10)).of(new GaussianDenoiser(0.5, 0.25), Shape.of(3), MOMENTS);
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
        ObservationModel observation = new ObservationModel(new Coordinates(0, 1), 0.5);
        PosteriorDenoiser posterior = new MomentMatchingDenoiser(new GaussianDenoiser(0.5, 0.25), observation, 3);
        Sampler<?> sampler = new Euler(grid(10)).of(posterior, Shape.of(3), MOMENTS);
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

    private static HostArray draw(BackendUnderTest backend, Sampler<?> sampler, HostArray observed, int batch) {
        return draw(backend, sampler, observed.shape().dim(0), Rows.of(PosteriorDenoiser.OBSERVED, observed), batch);
    }

    private static HostArray draw(BackendUnderTest backend, Sampler<?> sampler, int count, int batch) {
        return draw(backend, sampler, count, Rows.none(), batch);
    }

    private static HostArray draw(BackendUnderTest backend, Sampler<?> sampler, int count, Rows context, int batch) {
        ParameterValues none = new ParameterValues(Map.of());
        try (SamplingLoop<?> loop = SamplingLoop.of(backend.backend(), sampler, List.of(), none, Ladder.of(batch))) {
            return loop.draw(KEY, count, context);
        }
    }

    /** P12: the inverse inverts, on both sides of zero. */
    private static void theInverseOfAFlowInverts(BackendUnderTest backend) {
        Flow flow = new RealNvp(6, 16).build(DataType.standard(Shape.of(6)));
        Bijector map = flow.map().given(Context.none());
        HostArray x = KEY.fold("x").normal(Shape.of(64, 6));
        try (RowFunction roundTrip = RowFunction.of(
                backend.backend(),
                flow.parameters(),
                randomValues(flow.parameters()),
                flow.schema(),
                (batch, noise) ->
                        List.of(map.inverse(map.forward(batch.x()).value()).value()),
                Ladder.of(64))) {
            assertThat(Oracle.relativeError(roundTrip.apply(Rows.of(x)).get(0), x))
                    .isLessThanOrEqualTo(1e-4);
        }
    }

    /** P13: the density of a flow integrates to one, by the midpoint rule on a square that holds all but 1e-4 of it. */
    private static void theDensityOfAFlowIntegratesToOne(BackendUnderTest backend) {
        Flow flow = new RealNvp(4, 16).build(DataType.standard(Shape.of(2)));
        int side = 200;
        double half = 8;
        double cell = 2 * half / side;
        float[] points = new float[2 * side * side];
        for (int i = 0; i < side * side; i++) {
            points[2 * i] = (float) (-half + (i / side + 0.5) * cell);
            points[2 * i + 1] = (float) (-half + (i % side + 0.5) * cell);
        }
        HostArray grid = HostArray.wrap(Shape.of(side * side, 2), points);
        double mass;
        try (Trained<Flow> trained = Trained.of(backend.backend(), flow, randomValues(flow.parameters()))) {
            mass = DoubleStream.of(trained.logProb(grid).toDoubles())
                    .map(value -> Math.exp(value) * cell * cell)
                    .sum();
        }
        assertThat(mass).isCloseTo(1, within(0.01));
    }

    private static ParameterValues randomValues(List<Parameter> parameters) {
        return Oracle.randomValues(parameters, KEY.fold("parameters"));
    }
}
