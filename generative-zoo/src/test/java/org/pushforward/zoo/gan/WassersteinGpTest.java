package org.pushforward.zoo.gan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Scope;
import org.pushforward.optim.Sgd;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.PushForward;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingResult;
import org.pushforward.zoo.gan.WassersteinGp.Sides;

/** Checks the objective of WGAN-GP for a linear critic f(x) = w x and a constant generator G(z) = theta. */
class WassersteinGpTest {
    private static final Shape PLANE = Shape.of(2);
    private static final float[] REAL = {1.5f, -0.5f};
    private static final double LAMBDA = 0.7;

    private static WassersteinGan gan(WassersteinGp objective) {
        Scope critic = Scope.root().child(WassersteinGan.CRITIC);
        Scope generator = Scope.root().child(WassersteinGan.GENERATOR);
        Tensor w = critic.parameter("w", Shape.of(2, 1), Initializer.constant(0.3));
        Tensor theta = generator.parameter("theta", PLANE, Initializer.constant(0.1));
        return new WassersteinGan(
                PLANE,
                new StandardNormal(PLANE),
                z -> theta.broadcastTo(z.shape()),
                x -> x.matmul(w),
                ParameterGroup.of(WassersteinGan.CRITIC, critic),
                ParameterGroup.of(WassersteinGan.GENERATOR, generator),
                objective);
    }

    /**
     * The critic minimizes -(w r - w theta) + lambda (|w| - 1)^2, with slope theta - r + 2 lambda (|w| - 1) w / |w|. After all critic
     * steps the generator minimizes -w theta, with slope -w at the critic's latest value.
     */
    @ParameterizedTest
    @CsvSource({"1, TWO", "3, TWO", "3, ONE"})
    void criticAndGeneratorFollowTheirGradients(int criticSteps, Sides sides) {
        int iterations = 4;
        double[] w = {0.3f, 0.3f};
        double[] theta = {0.1f, 0.1f};
        for (int i = 0; i < iterations; i++) {
            for (int k = 0; k < criticSteps; k++) {
                double length = Math.hypot(w[0], w[1]);
                double excess = sides == Sides.ONE ? Math.max(0, length - 1) : length - 1;
                for (int j = 0; j < 2; j++) {
                    w[j] -= 0.2 * (theta[j] - REAL[j] + 2 * LAMBDA * excess * w[j] / length);
                }
            }
            for (int j = 0; j < 2; j++) {
                theta[j] += 0.05 * w[j];
            }
        }
        Dataset data = new Dataset(Rows.of(HostArray.of(Shape.of(1, 2), REAL)));
        try (Backend oracle = Backends.open("reference")) {
            TrainingResult result = Trainer.on(oracle)
                    .optimizer(WassersteinGan.CRITIC, Sgd.withRate(0.2))
                    .optimizer(WassersteinGan.GENERATOR, Sgd.withRate(0.05))
                    .iterations(iterations)
                    .batch(3)
                    .train(gan(new WassersteinGp(LAMBDA, criticSteps, sides)), data, RandomKey.of(4));
            // The states are float32 numbers, and the length is smoothed by 1e-8.
            assertThat(result.parameters().get("critic.w").toDoubles()).containsExactly(w, within(1e-5));
            assertThat(result.parameters().get("generator.theta").toDoubles()).containsExactly(theta, within(1e-5));
        }
    }

    /** The generator must move toward the data. */
    @Test
    void theGeneratorMovesTowardTheData() {
        Dataset data = new Dataset(Rows.of(HostArray.of(Shape.of(1, 2), REAL)));
        try (Backend oracle = Backends.open("reference")) {
            TrainingResult result = Trainer.on(oracle)
                    .optimizer(WassersteinGan.CRITIC, Sgd.withRate(0.2))
                    .optimizer(WassersteinGan.GENERATOR, Sgd.withRate(0.05))
                    .iterations(30)
                    .batch(1)
                    .train(gan(new WassersteinGp(LAMBDA, 5, Sides.TWO)), data, RandomKey.of(4));
            double[] theta = result.parameters().get("generator.theta").toDoubles();
            double before = Math.hypot(REAL[0] - 0.1, REAL[1] - 0.1);
            assertThat(Math.hypot(REAL[0] - theta[0], REAL[1] - theta[1])).isLessThan(before / 3);
        }
    }

    /** For varying samples the loss is w (mean y - mean x) + lambda (|w| - 1)^2. */
    @Test
    void criticLossIsTheMeanDifferencePlusThePenalty() {
        WassersteinGp objective = new WassersteinGp(LAMBDA, 1, Sides.TWO);
        WassersteinGan gan = gan(objective);
        Oracle oracle = new Oracle()
                .with(gan.criticGroup().parameters().get(0).tensor(), HostArray.of(Shape.of(2, 1), 0.5f, -2f));
        Tensor real = oracle.single("real", 4, 2);
        Tensor fake = oracle.single("fake", 4, 2);
        double loss = oracle.array(objective.criticLoss(gan, real, fake, oracle.single("u", 4, 1)))
                .item();
        double[] w = {0.5, -2};
        double expected = LAMBDA * Math.pow(Math.hypot(w[0], w[1]) - 1, 2);
        for (int n = 0; n < 4; n++) {
            for (int j = 0; j < 2; j++) {
                expected -= w[j]
                        * (oracle.value(real).get(n, j) - oracle.value(fake).get(n, j))
                        / 4;
            }
        }
        assertThat(loss).isCloseTo(expected, within(1e-7));
        Tensor narrow = Tensor.input("narrow", TensorType.f32(4, 1));
        assertThatThrownBy(() -> objective.criticLoss(gan, narrow, fake, narrow))
                .hasMessageContaining("data of a GAN");
        assertThatThrownBy(() -> objective.criticLoss(gan, real, narrow, narrow))
                .hasMessageContaining("samples of the generator");
    }

    /** The generator G(z) = 1 - 2 z maps noise to samples. */
    @Test
    void samplesAreGeneratedFromNormalNoise() {
        WassersteinGan constant = gan(new WassersteinGp(LAMBDA, 1, Sides.TWO));
        WassersteinGan gan = new WassersteinGan(
                PLANE,
                constant.latent(),
                z -> z.mul(-2).add(1),
                constant.critic(),
                constant.criticGroup(),
                constant.generatorGroup(),
                constant.objective());
        PushForward sampler = (PushForward) gan.sampler();
        Oracle oracle = new Oracle();
        Tensor z = oracle.single("z", 3, 2);
        Noise noise = new Noise() {
            @Override
            public Tensor normal(int... dims) {
                assertThat(dims).containsExactly(3, 2);
                return z;
            }

            @Override
            public Tensor uniform(int... dims) {
                throw new AssertionError("a generator asks for normal noise alone");
            }
        };
        double[] samples =
                oracle.array(sampler.map().apply(noise, 3, Context.none())).toDoubles();
        for (int i = 0; i < 6; i++) {
            assertThat(samples[i]).isCloseTo(1 - 2 * oracle.value(z).get(i), within(1e-6));
        }
        assertThat(sampler.event()).isEqualTo(PLANE);
    }

    /** The slope of |x|^2 / 2 is x, so the penalty reveals that it is evaluated between the data and the samples. */
    @Test
    void penaltyIsEvaluatedBetweenDataAndSamples() {
        WassersteinGp objective = new WassersteinGp(LAMBDA, 1, Sides.TWO);
        WassersteinGan linear = gan(objective);
        WassersteinGan gan = new WassersteinGan(
                PLANE,
                linear.latent(),
                linear.generator(),
                x -> x.square().sum(1).expandDims(1).mul(0.5),
                linear.criticGroup(),
                linear.generatorGroup(),
                objective);
        Oracle oracle = new Oracle();
        Tensor real = oracle.input("real", 1, 2);
        Tensor fake = oracle.input("fake", 1, 2);
        Tensor u = Tensor.constant(HostArray.of(Shape.of(1, 1), 0.3));
        double loss = oracle.array(objective.criticLoss(gan, real, fake, u)).item();
        double[] r = oracle.value(real).toDoubles();
        double[] f = oracle.value(fake).toDoubles();
        double between = Math.hypot(0.3 * r[0] + 0.7 * f[0], 0.3 * r[1] + 0.7 * f[1]);
        double distance = (r[0] * r[0] + r[1] * r[1] - f[0] * f[0] - f[1] * f[1]) / 2;
        assertThat(loss).isCloseTo(LAMBDA * Math.pow(between - 1, 2) - distance, within(1e-7));
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new WassersteinGp(0, 5, Sides.TWO)).hasMessageContaining("lambda 0.0");
        assertThatThrownBy(() -> new WassersteinGp(10, 0, Sides.TWO)).hasMessageContaining("0 critic steps");
    }
}
