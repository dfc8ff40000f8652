package org.pushforward.zoo.posterior;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Topology;
import org.pushforward.linalg.covariance.DenseCovariance;
import org.pushforward.linalg.covariance.Isotropic;
import org.pushforward.model.DataType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.GaussianDenoiser;

/** Compares each posterior denoiser with its formula on one noisy sample. */
class PosteriorDenoiserTest {
    private static final double SIGMA = 0.8;
    private static final double DEVIATION = 0.3;
    private static final double NOISE = DEVIATION * DEVIATION;

    /** D(x) = (x_0 + x_0^3 + x_1 / 2, sin(x_1) + x_0 / 2) / 4, whose Jacobian is symmetric and depends on x. */
    private static final Denoiser PRIOR = (x, sigma) -> {
        Tensor first = x.slice(1, 0, 1);
        Tensor second = x.slice(1, 1, 2);
        Tensor left = first.add(first.square().mul(first)).add(second.mul(0.5));
        return left.concat(1, second.sin().add(first.mul(0.5))).mul(0.25);
    };

    /** A(d) = (d_0^2, d_0 d_1). */
    private static final ObservationOperator PRODUCTS = ObservationOperator.of(Shape.of(2), d -> {
        Tensor first = d.slice(1, 0, 1);
        return first.square().concat(1, first.mul(d.slice(1, 1, 2)));
    });

    private static final double[] X = {0.9, -0.6};
    private static final double[] Y = {0.5, -0.2};

    private static double[] mean(double[] x) {
        return new double[] {
            (x[0] + x[0] * x[0] * x[0] + x[1] / 2) / 4, (Math.sin(x[1]) + x[0] / 2) / 4,
        };
    }

    /** Returns M = A' J, where A' is the derivative of PRODUCTS at D and J that of D at X. */
    private static double[][] pull() {
        double[] d = mean(X);
        double[][] j = {{(1 + 3 * X[0] * X[0]) / 4, 0.125}, {0.125, Math.cos(X[1]) / 4}};
        double[][] a = {{2 * d[0], 0}, {d[1], d[0]}};
        return new double[][] {
            {a[0][0] * j[0][0] + a[0][1] * j[1][0], a[0][0] * j[0][1] + a[0][1] * j[1][1]},
            {a[1][0] * j[0][0] + a[1][1] * j[1][0], a[1][0] * j[0][1] + a[1][1] * j[1][1]},
        };
    }

    private static double[] misfit() {
        double[] d = mean(X);
        return new double[] {Y[0] - d[0] * d[0], Y[1] - d[0] * d[1]};
    }

    private static double[] denoise(PosteriorDenoiser denoiser, double[] x, double[] y) {
        Tensor result = denoiser.denoise(row(x), row(SIGMA), row(y));
        Graph graph = Graph.builder().output("mean", result).build();
        return ReferenceInterpreter.evaluate(graph, Map.of()).get("mean").toDoubles();
    }

    private static Tensor row(double... values) {
        return Tensor.constant(HostArray.of(Shape.of(1, values.length), values));
    }

    private static void assertMovedBy(PosteriorDenoiser denoiser, double... v) {
        double[][] m = pull();
        double[] d = mean(X);
        double[] actual = denoise(denoiser, X, Y);
        for (int i = 0; i < 2; i++) {
            double expected = d[i] + SIGMA * SIGMA * (m[0][i] * v[0] + m[1][i] * v[1]);
            assertThat(actual[i]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void diffusionPosteriorSamplingWeightsTheMisfitByTheNoise() {
        double[] r = misfit();
        assertMovedBy(new Dps(PRIOR, Observation.withDeviation(PRODUCTS, DEVIATION)), r[0] / NOISE, r[1] / NOISE);
    }

    /** Without a bound, the observed coordinate of D = x would move from 0.5 to 0.5 + 0.64 / 0.09 * 0.5, far beyond 1. */
    @Test
    void aBoundKeepsTheMoveFromPassingTheObservation() {
        Denoiser identity = (x, sigma) -> x;
        Observation precise = Observation.withDeviation(new Coordinates(0, 1), DEVIATION);
        double[] x = {0.5, 2};
        assertThat(denoise(new Dps(identity, precise, 1), x, new double[] {1}))
                .containsExactly(new double[] {1, 2}, within(1e-12));
        assertThat(denoise(new Dps(identity, precise, 0.5), x, new double[] {1}))
                .containsExactly(new double[] {0.75, 2}, within(1e-12));
        assertThat(denoise(new Dps(identity, precise, 1), x, new double[] {0.5}))
                .containsExactly(x);
        Observation vague = Observation.withDeviation(new Coordinates(0, 1), 2);
        assertThat(denoise(new Dps(identity, vague, 1), x, new double[] {1}))
                .containsExactly(denoise(new Dps(identity, vague), x, new double[] {1}), within(1e-12));
        assertThatThrownBy(() -> new Dps(identity, vague, 0))
                .hasMessageContaining("bound of diffusion posterior sampling = 0.0");
    }

    /** With gamma = 0.01, the observed coordinate would move by 0.64 / (0.09 + 0.0064) of the way to 1. */
    @Test
    void aBoundKeepsDataAssimilationFromPassingTheObservation() {
        Denoiser identity = (x, sigma) -> x;
        Observation precise = Observation.withDeviation(new Coordinates(0, 1), DEVIATION);
        double[] x = {0.5, 2};
        Sda bounded = (Sda) Sda.bounded(precise, 0.01).on(identity);
        assertThat(bounded).isEqualTo(new Sda(bounded.prior(), precise, bounded.spread(), 1));
        assertThat(denoise(bounded, x, new double[] {1})).containsExactly(new double[] {1, 2}, within(1e-12));
        assertThat(denoise(Sda.bounded(precise, 10).on(identity), x, new double[] {1}))
                .containsExactly(denoise(Sda.of(precise, 10).on(identity), x, new double[] {1}), within(1e-12));
        assertThatThrownBy(() -> new Sda(bounded.prior(), precise, bounded.spread(), Double.NaN))
                .hasMessageContaining("bound of data assimilation = NaN");
    }

    /** A(x) = 3 x_0 is 1.5, and y = 2 asks for 0.5 more, of which a bound of 1/2 allows half. */
    @Test
    void aBoundCountsTheMoveOfTheObservation() {
        Denoiser identity = (x, sigma) -> x;
        Observation tripled =
                Observation.withDeviation(LinearObservation.of(HostArray.of(Shape.of(1, 2), 3.0, 0)), DEVIATION);
        assertThat(denoise(new Dps(identity, tripled, 0.5), new double[] {0.5, -7}, new double[] {2}))
                .containsExactly(new double[] {0.5 + 0.25 / 3, -7}, within(1e-12));
    }

    /** Two images with levels of their own, each with two observed cells: x moves by sigma^2 (y - x) / (s^2 + gamma sigma^2). */
    @Test
    void dataAssimilationTakesImagesAtDifferentLevels() {
        ObservationOperator firstRow =
                ObservationOperator.of(Shape.of(2), d -> d.reshape(-1, 4).slice(1, 0, 2));
        double[] x = {1, 2, 3, 4, -1, -2, -3, -4};
        double[] levels = {0.5, 2};
        Tensor result = Sda.of(PRIOR, Observation.withDeviation(firstRow, DEVIATION), 0.25)
                .denoise(
                        (at, sigma) -> at,
                        Tensor.constant(HostArray.of(Shape.of(2, 1, 2, 2), x)),
                        Tensor.constant(HostArray.of(Shape.of(2, 1, 1, 1), levels)),
                        Tensor.constant(HostArray.of(Shape.of(2, 2), 0.0, 0, 0, 0)));
        Graph graph = Graph.builder().output("mean", result).build();
        double[] moved =
                ReferenceInterpreter.evaluate(graph, Map.of()).get("mean").toDoubles();
        for (int i = 0; i < 8; i++) {
            double variance = levels[i / 4] * levels[i / 4];
            double share = i % 4 < 2 ? variance / (NOISE + 0.25 * variance) : 0;
            assertThat(moved[i]).isCloseTo(x[i] - share * x[i], within(1e-12));
        }
    }

    @Test
    void dataAssimilationAddsTheSpreadAtTheNoiseLevel() {
        double[] r = misfit();
        double variance = NOISE + 0.25 * SIGMA * SIGMA;
        Observation observation = Observation.withDeviation(PRODUCTS, DEVIATION);
        assertMovedBy(Sda.of(PRIOR, observation, 0.25), r[0] / variance, r[1] / variance);
        assertThat(denoise(Sda.of(PRIOR, observation, 0), X, Y))
                .containsExactly(denoise(new Dps(PRIOR, observation), X, Y), within(1e-12));
    }

    /** Returns s^2 I + sigma^2 A' J A'^T, with the derivative A' at D. */
    private static double[][] system() {
        double[] d = mean(X);
        double[][] a = {{2 * d[0], 0}, {d[1], d[0]}};
        double[][] m = pull();
        double[][] s = new double[2][2];
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                s[i][k] = SIGMA * SIGMA * (m[i][0] * a[k][0] + m[i][1] * a[k][1]) + (i == k ? NOISE : 0);
            }
        }
        return s;
    }

    @Test
    void momentMatchingSolvesTheSystem() {
        double[][] s = system();
        double[] r = misfit();
        double determinant = s[0][0] * s[1][1] - s[0][1] * s[1][0];
        Observation observation = Observation.withDeviation(PRODUCTS, DEVIATION);
        for (int iterations : new int[] {2, 5}) {
            assertMovedBy(
                    new Mmps(PRIOR, observation, iterations),
                    (s[1][1] * r[0] - s[0][1] * r[1]) / determinant,
                    (s[0][0] * r[1] - s[1][0] * r[0]) / determinant);
        }
    }

    /** A noise covariance with correlated errors instead of s^2 I. */
    private static final double[][] CORRELATED = {{0.2, -0.1}, {-0.1, 0.3}};

    private static final Observation CORRELATED_PRODUCTS =
            new Observation(PRODUCTS, DenseCovariance.of(HostArray.of(Shape.of(2, 2), 0.2, -0.1, -0.1, 0.3)));

    private static double[] solved(double[][] s, double[] r) {
        double determinant = s[0][0] * s[1][1] - s[0][1] * s[1][0];
        return new double[] {
            (s[1][1] * r[0] - s[0][1] * r[1]) / determinant, (s[0][0] * r[1] - s[1][0] * r[0]) / determinant
        };
    }

    private static double[][] sum(double[][] a, double[][] b, double factor) {
        double[][] sum = new double[2][2];
        for (int i = 0; i < 4; i++) {
            sum[i / 2][i % 2] = a[i / 2][i % 2] + factor * b[i / 2][i % 2];
        }
        return sum;
    }

    private static final double[][] IDENTITY = {{1, 0}, {0, 1}};

    @Test
    void correlatedNoiseWeightsTheWholeMisfit() {
        double[] r = misfit();
        double level = SIGMA * SIGMA;
        assertMovedBy(new Dps(PRIOR, CORRELATED_PRODUCTS), solved(CORRELATED, r));
        assertMovedBy(Sda.of(PRIOR, CORRELATED_PRODUCTS, 0.25), solved(sum(CORRELATED, IDENTITY, 0.25 * level), r));
        double[][] spread = {{0.5, 0.2}, {0.2, 0.4}};
        DenseCovariance general = DenseCovariance.of(HostArray.of(Shape.of(2, 2), 0.5, 0.2, 0.2, 0.4));
        assertMovedBy(new Sda(PRIOR, CORRELATED_PRODUCTS, general), solved(sum(CORRELATED, spread, level), r));
        double[][] system = sum(sum(system(), IDENTITY, -NOISE), CORRELATED, 1);
        assertMovedBy(new Mmps(PRIOR, CORRELATED_PRODUCTS, 2), solved(system, r));
    }

    /** Each iteration takes one vector-Jacobian product of the prior, and none is needed at the end. */
    @Test
    void anIterationTakesOneProductWithThePrior() {
        Denoiser product = (x, sigma) -> x.matmul(Tensor.constant(HostArray.of(Shape.of(2, 2), 0.5, 0.1, 0.1, 0.3)));
        Observation observation = Observation.withDeviation(new Coordinates(0, 2), DEVIATION);
        for (int iterations = 1; iterations < 4; iterations++) {
            Tensor result = new Mmps(product, observation, iterations).denoise(row(X), row(SIGMA), row(Y));
            assertThat(Topology.sort(List.of(result)))
                    .filteredOn(node -> node.primitive() instanceof Contraction.Matmul)
                    .hasSize(1 + iterations);
        }
    }

    @Test
    void oneIterationMinimizesTheResidualAlongTheMisfit() {
        double[][] s = system();
        double[] r = misfit();
        double[] image = {s[0][0] * r[0] + s[0][1] * r[1], s[1][0] * r[0] + s[1][1] * r[1]};
        double step = (r[0] * image[0] + r[1] * image[1]) / (image[0] * image[0] + image[1] * image[1]);
        Observation observation = Observation.withDeviation(PRODUCTS, DEVIATION);
        assertMovedBy(new Mmps(PRIOR, observation, 1), step * r[0], step * r[1]);
    }

    /** Once the system is solved, the directions of the solver are zero. */
    @Test
    void satisfiedObservationsChangeNothing() {
        double[] d = mean(X);
        Observation observation = Observation.withDeviation(new Coordinates(0, 2), DEVIATION);
        assertThat(denoise(new Mmps(PRIOR, observation, 3), X, d)).containsExactly(d, within(1e-15));
    }

    /** With D = -x, which no data have, sigma^2 J is negative. The observed coordinate still moves to the observation, and not away. */
    @Test
    void aJacobianThatIsNoCovarianceDoesNotReverseTheMove() {
        Denoiser negative = (x, sigma) -> x.neg();
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), DEVIATION);
        double[] actual = denoise(new Mmps(negative, observation, 1), new double[] {0.5}, new double[] {1});
        assertThat(actual[0]).isCloseTo(-0.5 + 1.5 * SIGMA * SIGMA / (SIGMA * SIGMA - NOISE), within(1e-12));
    }

    @Test
    void operatorsComputeTheirFormulas() {
        HostArray image = HostArray.of(Shape.of(1, 1, 2, 4), 1.0, 2, 3, 4, 5, 6, 7, 8);
        AveragePooling pooling = new AveragePooling(Shape.of(1, 2, 4), 2);
        assertThat(pooling.shape()).isEqualTo(Shape.of(1, 1, 2));
        assertThat(observed(pooling, image)).containsExactly(3.5, 5.5);
        HostArray vector = HostArray.of(Shape.of(1, 3), 1.0, 2, 3);
        assertThat(observed(new Coordinates(1, 3), vector)).containsExactly(2, 3);
        HostArray matrix = HostArray.of(Shape.of(2, 3), 1.0, 0, -1, 2, 1, 0);
        assertThat(observed(LinearObservation.of(matrix), vector)).containsExactly(-2, 4);
    }

    private static double[] observed(ObservationOperator operator, HostArray x) {
        Tensor y = operator.apply(Tensor.constant(x));
        assertThat(y.shape().with(0, 1).dims()).endsWith(operator.shape().dims());
        Graph graph = Graph.builder().output("y", y).build();
        return ReferenceInterpreter.evaluate(graph, Map.of()).get("y").toDoubles();
    }

    @Test
    void poolingTakesMeansOverSquaresOfEachChannel() {
        double[] values = new double[2 * 3 * 4 * 6];
        Arrays.setAll(values, i -> Math.sin(i * i));
        HostArray images = HostArray.of(Shape.of(2, 3, 4, 6), values);
        AveragePooling pooling = new AveragePooling(Shape.of(3, 4, 6), 2);
        double[] expected = new double[2 * 3 * 2 * 3];
        for (int i = 0; i < values.length; i++) {
            expected[i / 24 * 6 + i % 24 / 12 * 3 + i % 6 / 2] += values[i] / 4;
        }
        assertThat(observed(pooling, images)).containsExactly(expected, within(1e-15));
        HostArray image = images.rows(0, 1);
        assertThat(observed(new AveragePooling(Shape.of(3, 4, 6), 1), image)).isEqualTo(image.toDoubles());
        for (Shape bad : new Shape[] {Shape.of(4, 6), Shape.of(1, 4, 5), Shape.of(1, 5, 4)}) {
            assertThatThrownBy(() -> new AveragePooling(bad, 2)).hasMessageContaining("that the side divides");
        }
        assertThatThrownBy(() -> new AveragePooling(Shape.of(1, 4, 4), 0)).hasMessageContaining("squares of side 0");
    }

    @Test
    void joinedObservationsHaveBothValuesAndBothNoises() {
        Observation first = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        Observation both = first.and(Observation.withDeviation(new Coordinates(1, 3), 0.2));
        assertThat(both.operator().shape()).isEqualTo(Shape.of(3));
        assertThat(observed(both.operator(), HostArray.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6)))
                .containsExactly(1, 2, 3, 4, 5, 6);
        Graph graph =
                Graph.builder().output("y", both.noise().apply(row(1, 1, 1))).build();
        assertThat(ReferenceInterpreter.evaluate(graph, Map.of()).get("y").toDoubles())
                .containsExactly(new double[] {0.01, 0.04, 0.04}, within(1e-15));
        Observation image = Observation.withDeviation(new AveragePooling(Shape.of(1, 2, 2), 2), 1);
        assertThatThrownBy(() -> first.and(image)).hasMessageContaining("flatten the observations");
        assertThatThrownBy(() -> image.and(first)).hasMessageContaining("flatten the observations");
    }

    @Test
    void guidanceDecoratesADenoiser() {
        GaussianDenoiser prior = GaussianDenoiser.of(Shape.of(1), 0, 1);
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        assertThat(Dps.of(observation).on(prior)).isEqualTo(new Dps(prior, observation));
        assertThat(Dps.bounded(observation).on(prior)).isEqualTo(new Dps(prior, observation, 1));
        assertThat(Mmps.of(observation, 2).on(prior)).isEqualTo(new Mmps(prior, observation, 2));
        assertThat(Sda.of(observation, 0.5).on(prior)).isInstanceOfSatisfying(Sda.class, assimilation -> {
            assertThat(assimilation.prior()).isEqualTo(prior);
            Graph graph = Graph.builder()
                    .output("y", assimilation.spread().apply(row(1)))
                    .build();
            assertThat(ReferenceInterpreter.evaluate(graph, Map.of()).get("y").toDoubles())
                    .containsExactly(0.5);
        });
        DiffusionModel model = new Diffusion().build(DataType.standard(Shape.of(2)));
        DiffusionModel conditioned = Dps.of(observation).condition(model);
        assertThat(conditioned.denoiser()).isInstanceOf(Dps.class);
        assertThat(conditioned.moments()).isEqualTo(model.moments());
    }

    /** Two observations would have the same name, so the posterior of a posterior is refused with advice. */
    @Test
    void posteriorsAreRefusedAsPriors() {
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        Dps first = new Dps(GaussianDenoiser.of(Shape.of(2), 0, 1), observation);
        assertThatThrownBy(() -> new Mmps(first, observation, 1).context())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("prior whose context {observed: f32[1]} has an 'observed' of its own")
                .hasMessageContaining("one operator");
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        Observation observation = Observation.withDeviation(new Coordinates(0, 1), 0.1);
        GaussianDenoiser prior = GaussianDenoiser.of(Shape.of(1), 0, 1);
        assertThatThrownBy(() -> Observation.withDeviation(new Coordinates(0, 1), 0))
                .hasMessageContaining("noise of an observation = 0.0");
        assertThatThrownBy(() -> new Observation(new Coordinates(0, 1), Isotropic.of(Shape.of(2), 1)))
                .hasMessageContaining("covariance on [2]: expected one on [1]");
        assertThatThrownBy(() -> new Sda(prior, observation, Isotropic.of(Shape.of(2), 1)))
                .hasMessageContaining("covariance on [2]: expected one on [1]");
        assertThatThrownBy(() -> new GaussianDenoiser(HostArray.of(Shape.of(2), 0.0, 0), Isotropic.of(Shape.of(1), 1)))
                .hasMessageContaining("f64[2]: expected floating-point numbers of shape [1]");
        assertThatThrownBy(() -> new Coordinates(2, 2)).hasMessageContaining("coordinates from 2 to 2");
        assertThatThrownBy(() -> new AveragePooling(Shape.of(1, 6, 8), 4)).hasMessageContaining("[1, 6, 8]");
        HostArray whole = HostArray.of(Shape.of(2, 2), 1, 0, 0, 1);
        assertThatThrownBy(() -> LinearObservation.of(whole)).hasMessageContaining("i32[2, 2]");
        assertThatThrownBy(() -> Sda.of(prior, observation, -1)).hasMessageContaining("gamma");
        assertThatThrownBy(() -> new Mmps(prior, observation, 0)).hasMessageContaining("iterations");
    }
}
