package org.pushforward.zoo.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Checks that each parameterization turns a network with the exact prediction of its paper into the exact denoiser.
 *
 * <p>Data are from N(m, v). The networks compute alpha and s of variance-preserving noise, alpha^2 + s^2 = 1, only from c_noise, which
 * also checks that s / alpha = exp(4 c_noise).
 */
class ParameterizationTest {
    private static final double M = 0.7;
    private static final double V = 0.3;
    private static final double[] LEVELS = {0.01, 0.4, 1, 7, 60};

    /** E[x_0 | x_t] of data from N(m, v) in x_t = alpha x_0 + s z. */
    private static Tensor clean(Tensor x, Tensor alpha, Tensor s) {
        Tensor variance = alpha.square().mul(V).add(s.square());
        return x.sub(alpha.mul(M)).mul(alpha).mul(V).div(variance).add(M);
    }

    /** E[z | x_t], by the same formula with the roles exchanged. */
    private static Tensor noise(Tensor x, Tensor alpha, Tensor s) {
        Tensor variance = alpha.square().mul(V).add(s.square());
        return x.sub(alpha.mul(M)).mul(s).div(variance);
    }

    private static Tensor alpha(Tensor cNoise) {
        return level(cNoise).square().add(1).sqrt().reciprocal();
    }

    private static Tensor level(Tensor cNoise) {
        return cNoise.mul(4).exp();
    }

    private static void assertExact(Parameterization parameterization, DenoiserNetwork network) {
        Oracle oracle = new Oracle();
        Tensor x = oracle.input("x", LEVELS.length, 3);
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(LEVELS.length, 1), LEVELS));
        Denoiser denoiser = parameterization.denoiser(Schema.empty(), network).given(Context.none());
        HostArray actual = oracle.array(denoiser.denoise(x, sigma));
        for (int n = 0; n < LEVELS.length; n++) {
            double kept = V / (V + LEVELS[n] * LEVELS[n]);
            for (int j = 0; j < 3; j++) {
                double expected = M + kept * (oracle.value(x).get(n, j) - M);
                assertThat(actual.get(n, j)).as("level %s", LEVELS[n]).isCloseTo(expected, within(1e-12));
            }
        }
    }

    @Test
    void theExactNoiseGivesTheExactDenoiser() {
        assertExact(new NoisePrediction(), (x, cNoise, context) -> {
            Tensor alpha = alpha(cNoise);
            return noise(x, alpha, level(cNoise).mul(alpha));
        });
    }

    /** v = alpha z - s x_0. */
    @Test
    void theExactVelocityGivesTheExactDenoiser() {
        assertExact(new VelocityPrediction(), (x, cNoise, context) -> {
            Tensor alpha = alpha(cNoise);
            Tensor s = level(cNoise).mul(alpha);
            return alpha.mul(noise(x, alpha, s)).sub(s.mul(clean(x, alpha, s)));
        });
    }

    /** The effective target of the paper's table 1: (x_0 - c_skip x) / c_out, of input c_in x, for data of deviation d. */
    @Test
    void theExactTargetOfPreconditioningGivesTheExactDenoiser() {
        double d = 0.5;
        assertExact(new Preconditioning(d), (in, cNoise, context) -> {
            Tensor sigma = level(cNoise);
            Tensor total = sigma.square().add(d * d);
            Tensor x = in.mul(total.sqrt());
            Tensor kept = sigma.square().add(V).reciprocal().mul(V);
            Tensor expected = x.sub(M).mul(kept).add(M);
            Tensor skip = total.reciprocal().mul(d * d);
            return expected.sub(x.mul(skip)).mul(total.sqrt()).div(sigma.mul(d));
        });
    }

    /** The inputs and targets of the network have unit variance at every level. */
    @Test
    void preconditioningKeepsInputAndTargetAtUnitVariance() {
        double d = 0.5;
        Preconditioning scaling = new Preconditioning(d);
        Tensor sigma = Tensor.constant(HostArray.of(Shape.of(LEVELS.length, 1), LEVELS));
        List<HostArray> scales =
                new Oracle().arrays(List.of(scaling.skip(sigma), scaling.out(sigma), scaling.in(sigma)));
        for (int n = 0; n < LEVELS.length; n++) {
            double skip = scales.get(0).get(n);
            double out = scales.get(1).get(n);
            double in = scales.get(2).get(n);
            double square = LEVELS[n] * LEVELS[n];
            assertThat(in * in * (d * d + square)).isCloseTo(1, within(1e-12));
            double target = (1 - skip) * (1 - skip) * d * d + skip * skip * square;
            assertThat(target / (out * out)).isCloseTo(1, within(1e-12));
        }
        assertThatThrownBy(() -> new Preconditioning(0)).hasMessageContaining("data = 0.0");
    }
}
