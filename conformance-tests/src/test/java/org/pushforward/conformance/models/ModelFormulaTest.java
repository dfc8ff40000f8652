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
import org.pushforward.graph.Graph;
import org.pushforward.graph.Tensor;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Cancellation;
import org.pushforward.zoo.ModelFunction;
import org.pushforward.zoo.SamplingLoop;
import org.pushforward.zoo.gan.GradientPenalty;
import org.pushforward.zoo.gan.WganGp;
import org.pushforward.zoo.posterior.GaugeInfilling;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.NoiseLevels;
import org.pushforward.zoo.score.Preconditioning;
import org.pushforward.zoo.vae.GaussianVae;

/** Losses follow their formulas, including signs and constants that some papers and codes get wrong. */
class ModelFormulaTest {
    private static final RandomKey KEY = RandomKey.of(9);

    private static double[] evaluate(Tensor tensor) {
        Graph graph = Graph.builder().output("value", tensor).build();
        return ReferenceInterpreter.evaluate(graph, Map.of()).get("value").toDoubles();
    }

    private static Tensor row(double... values) {
        return Tensor.constant(HostArray.of(Shape.of(1, values.length), values));
    }

    /** With + log v instead of - log v it would be negative. */
    @Test
    void theDivergenceOfAPosteriorIsThatOfGaussians() {
        GaussianVae.Posterior narrow = new GaussianVae.Posterior(row(0), row(Math.log(0.01)));
        assertThat(evaluate(narrow.divergenceFromPrior())[0]).isCloseTo(1.8076, within(1e-4));
        GaussianVae.Posterior shifted = new GaussianVae.Posterior(row(1, 2), row(0, 0));
        assertThat(evaluate(shifted.divergenceFromPrior())[0]).isCloseTo(2.5, within(1e-12));
    }

    /** The ELBO is log p(x|z) - KL with every constant: without -(d/2) log(2 pi s^2) a learned s would diverge. */
    @Test
    void theElboKeepsItsConstants() {
        GaussianVae vae = new GaussianVae(3, 2, 4);
        ParameterValues values = Oracle.randomValues(vae.parameters(), KEY);
        double logVariance = values.get("log_variance").item();
        HostArray x = KEY.fold("x").normal(Shape.of(5, 3));
        HostArray noise = KEY.fold("noise").normal(Shape.of(5, 2));
        try (Backend oracle = Backends.open("reference");
                ModelFunction parts =
                        ModelFunction.compile(oracle, vae.parameters(), values, List.of(x.type(), noise.type()), in -> {
                            GaussianVae.Posterior q = vae.encode(in.get(0));
                            Tensor mean = vae.decode(q.sample(in.get(1)));
                            return List.of(vae.elbo(in.get(0), in.get(1)), mean, q.divergenceFromPrior());
                        })) {
            List<HostArray> results = parts.apply(x, noise);
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

    /** The critic minimizes the penalty minus the distance. */
    @Test
    void theCriticPaysForThePenaltyAndEarnsTheDistance() {
        WganGp model = new WganGp(2, 2, 8, 1, 10);
        ParameterValues values = Oracle.randomValues(model.parameters(), KEY);
        HostArray real = KEY.fold("real").normal(Shape.of(16, 2));
        HostArray fake = KEY.fold("fake").normal(Shape.of(16, 2));
        HostArray u = KEY.fold("u").uniform(Shape.of(16, 1));
        try (Backend oracle = Backends.open("reference");
                ModelFunction parts = ModelFunction.compile(
                        oracle,
                        model.parameters(),
                        values,
                        List.of(real.type(), fake.type(), u.type()),
                        in -> List.of(
                                model.criticLoss(in.get(0), in.get(1), in.get(2)),
                                model.criticise(in.get(0)).mean(),
                                model.criticise(in.get(1)).mean(),
                                GradientPenalty.of(model::criticise, in.get(0), in.get(1), in.get(2))))) {
            List<HostArray> results = parts.apply(real, fake, u);
            double distance = results.get(1).item() - results.get(2).item();
            assertThat(results.get(3).item()).isPositive();
            assertThat(results.get(0).item()).isCloseTo(10 * results.get(3).item() - distance, within(1e-6));
        }
    }

    @Test
    void infilledFieldsAgreeWithTheirGauges() {
        GaugeInfilling model =
                new GaugeInfilling(2, 2, 0, 1, new Preconditioning(0.4), new NoiseLevels(0.01, 10, 7), 6, 8);
        HostArray mask = HostArray.of(Shape.of(1, 4), 1f, 0f, 0f, 1f);
        HostArray observed = HostArray.of(Shape.of(1, 4), 0.5f, 0f, 0f, -2f);
        ParameterValues values = Oracle.randomValues(model.parameters(), KEY);
        try (Backend oracle = Backends.open("reference");
                SamplingLoop loop = SamplingLoop.compile(
                        oracle, model.sampler(), model.parameters(), values, 1, new Cancellation())) {
            HostArray field = loop.draw(KEY, 1, Map.of(GaugeInfilling.MASK, mask, GaugeInfilling.OBSERVED, observed));
            assertThat(field.get(0)).isCloseTo(0.5, within(1e-6));
            assertThat(field.get(3)).isCloseTo(-2, within(1e-6));
        }
    }

    /** With a network that returns zero, preconditioning is the exact denoiser of centered Gaussian data. */
    @Test
    void preconditioningIsTheGaussianDenoiser() {
        Preconditioning preconditioning = new Preconditioning(0.5);
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(3, 1), 0.01, 1.0, 50.0));
        Tensor x = Tensor.constant(HostArray.of(Shape.of(3, 1), 0.3, -2.0, 40.0));
        double[] skipped = evaluate(x.mul(preconditioning.skip(sigma)));
        double[] exact = evaluate(new GaussianDenoiser(0, 0.25).denoise(x, sigma));
        double[] unit = evaluate(preconditioning
                .in(sigma)
                .square()
                .mul(sigma.square().add(0.25))
                .concat(
                        1,
                        preconditioning
                                .weight(sigma)
                                .mul(preconditioning.out(sigma).square())));
        for (int i = 0; i < 3; i++) {
            assertThat(skipped[i]).isCloseTo(exact[i], within(1e-12));
        }
        for (double one : unit) {
            assertThat(one).isCloseTo(1, within(1e-12));
        }
    }
}
