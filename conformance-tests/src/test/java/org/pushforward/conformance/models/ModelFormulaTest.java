package org.pushforward.conformance.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.backend.reference.ReferenceInterpreter;
import org.pushforward.data.Rows;
import org.pushforward.distribution.DiagonalNormal;
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.model.DataType;
import org.pushforward.nn.Parameter;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.GanNetwork;
import org.pushforward.zoo.family.Gauges;
import org.pushforward.zoo.family.VaeFamily;
import org.pushforward.zoo.family.WganGp;
import org.pushforward.zoo.gan.GradientPenalty;
import org.pushforward.zoo.gan.WassersteinGan;
import org.pushforward.zoo.gan.WassersteinGp;
import org.pushforward.zoo.posterior.GaugeDenoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.Preconditioning;
import org.pushforward.zoo.vae.Elbo;
import org.pushforward.zoo.vae.Vae;

/** Losses against their formulas, with the signs and constants that the sources have wrong (E2, E10, E12). */
class ModelFormulaTest {
    private static final RandomKey KEY = RandomKey.of(9);

    private static double[] evaluate(Tensor tensor) {
        Graph graph = Graph.builder().output("value", tensor).build();
        return ReferenceInterpreter.evaluate(graph, Map.of()).get("value").toDoubles();
    }

    private static Tensor row(double... values) {
        return Tensor.constant(HostArray.of(Shape.of(1, values.length), values));
    }

    /** Noise that is given. */
    private record Fixed(Tensor value) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            return value;
        }

        @Override
        public Tensor uniform(int... dims) {
            return value;
        }
    }

    /** With + log v in the place of - log v it would be negative (E2). */
    @Test
    void theDivergenceOfAPosteriorIsThatOfGaussians() {
        DiagonalNormal narrow = new DiagonalNormal(row(0), row(Math.log(0.01)));
        assertThat(evaluate(narrow.divergenceFromStandard())[0]).isCloseTo(1.8076, within(1e-4));
        DiagonalNormal shifted = new DiagonalNormal(row(1, 2), row(0, 0));
        assertThat(evaluate(shifted.divergenceFromStandard())[0]).isCloseTo(2.5, within(1e-12));
    }

    /** The ELBO is log p(x|z) - KL with every constant: without -(d/2) log(2 pi s^2) a learned s would run away (E10). */
    @Test
    void theElboKeepsItsConstants() {
        Vae vae = new VaeFamily(2, 4).build(DataType.standard(Shape.of(3)));
        ParameterValues values = Oracle.randomValues(vae.parameters(), KEY);
        double logVariance = values.get("log_variance").item();
        HostArray x = KEY.fold("x").normal(Shape.of(5, 3));
        Tensor fixed = Tensor.constant(KEY.fold("noise").normal(Shape.of(5, 2)));
        try (Backend oracle = Backends.open("reference");
                RowFunction parts = RowFunction.of(
                        oracle,
                        vae.parameters(),
                        values,
                        vae.schema(),
                        (batch, noise) -> {
                            DiagonalNormal q = vae.posterior(batch.x());
                            Tensor mean = vae.likelihood(q.sample(fixed)).mean();
                            Tensor elbo = new Elbo(1).of(vae, batch.x(), new Fixed(fixed));
                            return List.of(elbo, mean, q.divergenceFromStandard());
                        },
                        Ladder.of(5))) {
            List<HostArray> results = parts.apply(Rows.of(x));
            for (int n = 0; n < 5; n++) {
                double expected = -results.get(2).get(n);
                for (int j = 0; j < 3; j++) {
                    double error = x.get(3 * n + j) - results.get(1).get(3 * n + j);
                    expected += -0.5 * error * error / Math.exp(logVariance)
                            - 0.5 * Math.log(2 * Math.PI)
                            - 0.5 * logVariance;
                }
                // The constant log(2 pi) is a float32 number in the graph.
                assertThat(results.get(0).get(n)).isCloseTo(expected, within(1e-6));
            }
        }
    }

    /** The penalty is added to what the critic minimizes, and the distance taken away (E12). */
    @Test
    void theCriticPaysForThePenaltyAndEarnsTheDistance() {
        WassersteinGan gan = new WganGp(2, new GanNetwork.PerceptronGan(List.of(8, 8)), 1, 10, WassersteinGp.Sides.TWO)
                .build(DataType.standard(Shape.of(2)));
        ParameterValues values = Oracle.randomValues(gan.parameters(), KEY);
        Tensor real = Tensor.constant(KEY.fold("real").normal(Shape.of(16, 2)));
        Tensor fake = Tensor.constant(KEY.fold("fake").normal(Shape.of(16, 2)));
        Tensor u = Tensor.constant(KEY.fold("u").uniform(Shape.of(16, 1)));
        Graph graph = Graph.builder()
                .inputs(gan.parameters().stream().map(Parameter::tensor).toList())
                .output("loss", new WassersteinGp(10, 1, WassersteinGp.Sides.TWO).criticLoss(gan, real, fake, u))
                .output("real", gan.critic().apply(real).mean())
                .output("fake", gan.critic().apply(fake).mean())
                .output("penalty", GradientPenalty.of(gan.critic(), real, fake, u, WassersteinGp.Sides.TWO))
                .build();
        Map<String, HostArray> results = ReferenceInterpreter.evaluate(graph, values.byPath());
        double distance = results.get("real").item() - results.get("fake").item();
        assertThat(results.get("penalty").item()).isPositive();
        assertThat(results.get("loss").item())
                .isCloseTo(10 * results.get("penalty").item() - distance, within(1e-6));
    }

    @Test
    void infilledFieldsMatchTheirGauges() {
        DiffusionModel model = Diffusion.of(new DenoiserArchitecture.PerceptronDenoiser(List.of(8)))
                .steps(6, 6)
                .seenAt(Gauges.exact(0.1, 1))
                .build(DataType.standard(Shape.of(1, 2, 2)));
        HostArray mask = HostArray.of(Shape.of(1, 2, 2), 1f, 0f, 0f, 1f);
        HostArray observed = HostArray.of(Shape.of(1, 2, 2), 0.5f, 0f, 0f, -2f);
        ParameterValues values = Oracle.randomValues(model.parameters(), KEY);
        try (Backend oracle = Backends.open("reference");
                Trained<DiffusionModel> trained = Trained.of(oracle, model, values)) {
            Rows context = Rows.of(GaugeDenoiser.MASK, mask.reshape(Shape.of(1, 1, 2, 2)))
                    .with(GaugeDenoiser.OBSERVED, observed.reshape(Shape.of(1, 1, 2, 2)))
                    .with(GaugeDenoiser.NOISE, HostArray.of(Shape.of(1, 1, 2, 2), 0f, 0f, 0f, 0f));
            HostArray field = trained.given(context).sample(KEY, 1);
            assertThat(field.get(0)).isCloseTo(0.5, within(1e-6));
            assertThat(field.get(3)).isCloseTo(-2, within(1e-6));
        }
    }

    /** With its scalings a network that gives nothing is the exact denoiser of centered Gaussian data of that deviation. */
    @Test
    void preconditioningIsTheGaussianDenoiser() {
        Preconditioning preconditioning = new Preconditioning(0.5);
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(3, 1), 0.01, 1.0, 50.0));
        Tensor x = Tensor.constant(HostArray.of(Shape.of(3, 1), 0.3, -2.0, 40.0));
        double[] skipped = evaluate(x.mul(preconditioning.skip(sigma)));
        double[] exact = evaluate(GaussianDenoiser.of(Shape.of(1), 0, 0.25).denoise(x, sigma));
        double[] unit = evaluate(preconditioning
                .in(sigma)
                .square()
                .mul(sigma.square().add(0.25))
                .concat(
                        1,
                        preconditioning
                                .out(sigma)
                                .square()
                                .mul(sigma.square().add(0.25))
                                .div(sigma.square().mul(0.25))));
        for (int i = 0; i < 3; i++) {
            assertThat(skipped[i]).isCloseTo(exact[i], within(1e-12));
        }
        for (double one : unit) {
            assertThat(one).isCloseTo(1, within(1e-12));
        }
    }
}
