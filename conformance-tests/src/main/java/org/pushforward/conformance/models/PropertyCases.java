package org.pushforward.conformance.models;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.conformance.check.BackendUnderTest;
import org.pushforward.conformance.check.Check;
import org.pushforward.conformance.check.Expect;
import org.pushforward.data.Context;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Bijector;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.SamplingLoop;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.family.NeuralSpline;
import org.pushforward.zoo.family.RealNvp;
import org.pushforward.zoo.flow.Flow;
import org.pushforward.zoo.posterior.Coordinates;
import org.pushforward.zoo.posterior.Mmps;
import org.pushforward.zoo.posterior.Observation;
import org.pushforward.zoo.posterior.PosteriorDenoiser;
import org.pushforward.zoo.posterior.TwistedDiffusion;
import org.pushforward.zoo.sampler.Ancestral;
import org.pushforward.zoo.sampler.Euler;
import org.pushforward.zoo.sampler.Heun;
import org.pushforward.zoo.sampler.TimeGrid;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

/** Closed forms for samplers and flows, which every engine must satisfy in float32. */
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
                        "A sample does not depend on the batch in which it is drawn.",
                        PropertyCases::samplesDoNotDependOnTheBatch),
                Check.required(
                        "SAMPLE-POSTERIOR-BATCH",
                        "A posterior sample does not depend on the observations of other samples in its batch.",
                        PropertyCases::posteriorSamplesDoNotDependOnTheBatch),
                Check.required(
                        "SAMPLE-POSTERIOR-ASYMMETRIC",
                        "A posterior sampler follows its recursion in closed form if the derivative of the denoiser is no covariance.",
                        PropertyCases::aDerivativeThatIsNoCovarianceIsNoObstacle),
                Check.required(
                        "SAMPLE-TWISTED",
                        "Particles that are weighted and resampled in the graph have the mean of the exact posterior.",
                        PropertyCases::twistedCloudsHaveTheMeanOfThePosterior));
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
                        PropertyCases::theDensityOfAFlowIntegratesToOne),
                Check.required(
                        "MODEL-SPLINE",
                        "A spline increases, is the identity outside its bound, and is finite with all its derivatives.",
                        SplineCases::aSplineIsIncreasingAndFinite));
    }

    /** With the exact denoiser of Gaussian data, a step of the sampler is an affine function of the sample. */
    private static void heunOnGaussianDataFollowsItsRecursion(BackendUnderTest backend) {
        double mean = 0.75;
        double variance = 0.09;
        int steps = 12;
        TimeGrid grid = grid(steps);
        Sampler<?> sampler = new Heun(grid)
                .of(GaussianDenoiser.of(Shape.of(1), mean, variance), Shape.of(1), new Moments(mean, variance));
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
            Expect.close("sample " + k, samples.get(k), x, 1e-4);
        }
    }

    /** Draws 64 samples at once, 64 samples in batches of seven, and a single sample. */
    private static void samplesDoNotDependOnTheBatch(BackendUnderTest backend) {
        Sampler<?> sampler =
                new Ancestral(grid(10)).of(GaussianDenoiser.of(Shape.of(3), 0.5, 0.25), Shape.of(3), MOMENTS);
        HostArray whole = draw(backend, sampler, 64, 64);
        agree("samples in batches of seven", draw(backend, sampler, 64, 7), whole, 1e-5);
        agree("a sample alone", draw(backend, sampler, 1, 1), whole.rows(0, 1), 1e-5);
    }

    /**
     * One observation is far off, so that a norm over the batch would move every sample. The first iteration of the
     * solver suffices, so the second and third divide by zero unless they are guarded.
     */
    private static void posteriorSamplesDoNotDependOnTheBatch(BackendUnderTest backend) {
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.5);
        PosteriorDenoiser posterior = new Mmps(GaussianDenoiser.of(Shape.of(3), 0.5, 0.25), observation, 3);
        Sampler<?> sampler = new Euler(grid(10)).of(posterior, Shape.of(3), MOMENTS);
        float[] y = KEY.fold("y").normal(Shape.of(64, 1)).toFloats();
        y[63] = 100;
        HostArray observed = HostArray.wrap(Shape.of(64, 1), y);
        HostArray whole = draw(backend, sampler, observed, 64).rows(0, 63);
        Expect.isTrue("all samples are finite", whole.isFinite());
        agree("samples in batches of seven", draw(backend, sampler, observed.rows(0, 63), 7), whole, 1e-5);
        agree("a sample alone", draw(backend, sampler, observed.rows(0, 1), 1), whole.rows(0, 1), 1e-5);
    }

    /**
     * With D(x) = B x and all coordinates observed with noise 1/4, a step is affine. B has an antisymmetric part and a negative eigenvalue,
     * as the derivatives of learned denoisers have. Two iterations solve systems of two unknowns.
     */
    private static void aDerivativeThatIsNoCovarianceIsNoObstacle(BackendUnderTest backend) {
        double[][] b = {{0.6, 0.3}, {-0.1, -0.2}};
        HostArray transposed = HostArray.of(Shape.of(2, 2), 0.6f, -0.1f, 0.3f, -0.2f);
        Observation observation = Observation.withDeviation(new Coordinates(0, 2), 0.5);
        Denoiser prior = (x, sigma) -> x.matmul(Tensor.constant(transposed));
        int steps = 5;
        TimeGrid grid = TimeGrid.karras(0.1, 2, 7, steps);
        Sampler<?> sampler = new Euler(grid).of(new Mmps(prior, observation, 2), Shape.of(2), new Moments(0, 0));
        float[] y = KEY.fold("y").normal(Shape.of(9, 2)).toFloats();
        HostArray samples = draw(backend, sampler, HostArray.wrap(Shape.of(9, 2), y), 9);
        HostArray noise = KEY.fold("init").fold(0).normalRows(Shape.of(9, 2), 0);
        for (int k = 0; k < 9; k++) {
            double[] x = {grid.level(0) * noise.get(2 * k), grid.level(0) * noise.get(2 * k + 1)};
            for (int i = 0; i < steps; i++) {
                double from = grid.level(i);
                double[] d = denoised(b, from * from, x, y[2 * k], y[2 * k + 1]);
                double share = grid.level(i + 1) / from;
                x = new double[] {d[0] + share * (x[0] - d[0]), d[1] + share * (x[1] - d[1])};
            }
            // Five float32 steps, whose systems have a condition below 100.
            Expect.close("sample " + k, samples.get(2 * k), x[0], 1e-3);
            Expect.close("sample " + k, samples.get(2 * k + 1), x[1], 1e-3);
        }
    }

    /** Returns B x + v B^T (1/4 I + v B^T)^-1 (y - B x). */
    private static double[] denoised(double[][] b, double v, double[] x, double first, double second) {
        double[] mean = {b[0][0] * x[0] + b[0][1] * x[1], b[1][0] * x[0] + b[1][1] * x[1]};
        double[] misfit = {first - mean[0], second - mean[1]};
        double a = 0.25 + v * b[0][0];
        double d = 0.25 + v * b[1][1];
        double determinant = a * d - v * v * b[1][0] * b[0][1];
        double[] solved = {
            (d * misfit[0] - v * b[1][0] * misfit[1]) / determinant,
            (a * misfit[1] - v * b[0][1] * misfit[0]) / determinant
        };
        return new double[] {
            mean[0] + v * (b[0][0] * solved[0] + b[1][0] * solved[1]),
            mean[1] + v * (b[0][1] * solved[0] + b[1][1] * solved[1])
        };
    }

    /** For data from N(1/2, 1/4) observed with the noise of the same variance, the posterior is N((1/2 + y) / 2, 1/8). */
    private static void twistedCloudsHaveTheMeanOfThePosterior(BackendUnderTest backend) {
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.5);
        Sampler<?> sampler = TwistedDiffusion.of(grid(40), observation, 32)
                .of(GaussianDenoiser.of(Shape.of(1), 0.5, 0.25), Shape.of(1), MOMENTS);
        float[] y = new float[64];
        Arrays.fill(y, 1.5f);
        HostArray clouds = draw(backend, sampler, HostArray.wrap(Shape.of(64, 1), y), 64);
        double mean = Arrays.stream(clouds.toDoubles()).average().orElseThrow();
        // 4 standard errors if each cloud is worth 8 independent particles, and the shrinkage of the prior by forty
        // steps.
        Expect.close("the mean of the clouds", mean, 1, 4 * Math.sqrt(0.125 / 512) + 0.02);
        agree("clouds in batches of 9", draw(backend, sampler, HostArray.wrap(Shape.of(64, 1), y), 9), clouds, 1e-4);
    }

    private static void agree(String what, HostArray actual, HostArray expected, double tolerance) {
        Expect.atMost("the relative error of " + what, Oracle.relativeError(actual, expected), tolerance);
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

    /** Maps points on both sides of zero forward and back. */
    private static void theInverseOfAFlowInverts(BackendUnderTest backend) {
        DataType data = DataType.standard(Shape.of(6));
        theInverseInverts(backend, new RealNvp(6, 16).build(data));
        theInverseInverts(backend, new NeuralSpline(6, 16, 8, 3).build(data));
    }

    private static void theInverseInverts(BackendUnderTest backend, Flow flow) {
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
            agree("points mapped forward and back", roundTrip.apply(Rows.of(x)).get(0), x, 1e-4);
        }
    }

    /** Integrates by the midpoint rule over a square that holds all but 1e-4 of the mass. */
    private static void theDensityOfAFlowIntegratesToOne(BackendUnderTest backend) {
        DataType data = DataType.standard(Shape.of(2));
        theDensityIntegratesToOne(backend, new RealNvp(4, 16).build(data));
        theDensityIntegratesToOne(backend, new NeuralSpline(4, 16, 8, 3).build(data));
    }

    private static void theDensityIntegratesToOne(BackendUnderTest backend, Flow flow) {
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
        Expect.close("the integral of the density", mass, 1, 0.01);
    }

    private static ParameterValues randomValues(List<Parameter> parameters) {
        return Oracle.randomValues(parameters, KEY.fold("parameters"));
    }
}
