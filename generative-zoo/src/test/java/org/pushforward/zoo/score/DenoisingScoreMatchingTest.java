package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares the denoising loss and its noise levels with their formulas (E15). */
class DenoisingScoreMatchingTest {
    private static final int ROWS = 6;
    private static final double D = 0.5;
    private static final Shape FOUR = Shape.of(4, 1);

    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.input("x", ROWS, 2);
    private final Tensor normal = oracle.input("normal", ROWS, 1);
    private final Tensor noise = oracle.input("noise", ROWS, 2);

    private double loss(NoiseDistribution levels, Denoiser denoiser) {
        return oracle.array(new DenoisingScoreMatching(new Preconditioning(D), levels)
                        .loss(denoiser, Context.none(), x, normal, noise))
                .item();
    }

    /** The paper's weight is (sigma^2 + d^2) / (sigma d)^2. */
    private double expected(double logMean, double logDeviation) {
        double sum = 0;
        for (int n = 0; n < ROWS; n++) {
            double sigma =
                    Math.exp(logMean + logDeviation * oracle.value(normal).get(n));
            double weight = (sigma * sigma + D * D) / (sigma * D * sigma * D);
            for (int j = 0; j < 2; j++) {
                double clean = oracle.value(x).get(n, j);
                double noisy = clean + sigma * oracle.value(noise).get(n, j);
                double miss = Math.tanh(noisy) / (1 + sigma) - clean;
                sum += weight * miss * miss;
            }
        }
        return sum / (2 * ROWS);
    }

    @Test
    void lossMatchesThePaper() {
        Denoiser denoiser = (in, sigma) -> in.tanh().div(sigma.add(1));
        assertThat(loss(new NoiseDistribution(-0.4, 0.9), denoiser)).isCloseTo(expected(-0.4, 0.9), within(1e-12));
        assertThat(loss(NoiseDistribution.forData(0.5), denoiser)).isCloseTo(expected(-1.2, 1.2), within(1e-12));
        double three = -1.2 + Math.log(6);
        assertThat(loss(NoiseDistribution.forData(3), denoiser)).isCloseTo(expected(three, 1.2), within(1e-12));
        assertThat(loss(NoiseDistribution.forData(3).withLogDeviation(0.2), denoiser))
                .isCloseTo(expected(three, 0.2), within(1e-12));
    }

    /**
     * The loss of a zero network is one at every level: with D = c_skip x and data of deviation d the error is (c_skip - 1)^2 d^2 +
     * c_skip^2 sigma^2 = c_out^2.
     */
    @Test
    void zeroNetworkHasLossOneAtEveryLevel() {
        Preconditioning scaling = new Preconditioning(D);
        Denoiser zero = (in, sigma) -> in.mul(scaling.skip(sigma));
        Tensor data = Tensor.constant(HostArray.of(FOUR, D, D, -D, -D));
        Tensor z = Tensor.constant(HostArray.of(FOUR, 1.0, -1, 1, -1));
        Tensor one = Tensor.constant(HostArray.of(FOUR, 1.0, 1, 1, 1));
        for (double level : new double[] {0.01, 1, 50}) {
            Tensor loss = new DenoisingScoreMatching(scaling, new NoiseDistribution(Math.log(level) - 0.3, 0.3))
                    .loss(zero, Context.none(), data, one, z);
            assertThat(new Oracle().array(loss).item()).isCloseTo(1, within(1e-12));
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new NoiseDistribution(0, 0)).hasMessageContaining("N(0.0, 0.0^2)");
        assertThatThrownBy(() -> new NoiseDistribution(Double.NaN, 1)).hasMessageContaining("NaN");
    }
}
