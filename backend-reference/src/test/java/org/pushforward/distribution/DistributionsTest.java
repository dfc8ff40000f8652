package org.pushforward.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Densities, samples and divergences against their formulas, in float64. */
class DistributionsTest {
    private static final double LOG_2_PI = Math.log(2 * Math.PI);
    private final Oracle oracle = new Oracle();
    private final Tensor x = oracle.input("x", 5, 2, 3);
    private final Tensor mean = oracle.input("mean", 5, 2, 3);

    /** Noise that a test supplies, for one call. */
    private record Given(Tensor noise) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            assertThat(Shape.of(dims)).isEqualTo(noise.shape());
            return noise;
        }

        @Override
        public Tensor uniform(int... dims) {
            throw new AssertionError("a normal distribution asks for normal noise alone");
        }
    }

    private static double square(double a) {
        return a * a;
    }

    /** Returns the sum over row n of -1/2 ((x - m)^2 / v + log v + log 2 pi). */
    private static double logDensity(double[] x, double[] m, double[] logV, int n) {
        double sum = 0;
        for (int j = 6 * n; j < 6 * n + 6; j++) {
            double logVariance = logV[logV.length == 1 ? 0 : j];
            sum -= (square(x[j] - m[j]) / Math.exp(logVariance) + logVariance + LOG_2_PI) / 2;
        }
        return sum;
    }

    private void assertLogDensity(Distribution distribution, Tensor m, double[] logVariance) {
        Tensor density = distribution.logProb(x);
        assertThat(density.shape()).isEqualTo(Shape.of(5));
        assertThat(distribution.event()).isEqualTo(Shape.of(2, 3));
        double[] actual = oracle.evaluate(density);
        for (int n = 0; n < 5; n++) {
            double expected = logDensity(oracle.evaluate(x), oracle.evaluate(m), logVariance, n);
            assertThat(actual[n]).isCloseTo(expected, within(1e-12));
        }
    }

    @Test
    void theStandardNormalMatchesItsFormulas() {
        StandardNormal standard = new StandardNormal(Shape.of(2, 3));
        assertLogDensity(standard, x.zerosLike(), new double[] {0});
        assertThat(standard.sample(new Given(x), 5)).isSameAs(x);
    }

    @Test
    void anIsotropicNormalMatchesItsFormulas() {
        Tensor logVariance = oracle.input("log_variance");
        IsotropicNormal normal = new IsotropicNormal(mean, logVariance);
        double log = oracle.array(logVariance).item();
        assertLogDensity(normal, mean, new double[] {log});
        double[] samples = oracle.evaluate(normal.sample(new Given(x), 5));
        for (int i = 0; i < samples.length; i++) {
            double expected = oracle.value(mean).get(i)
                    + Math.exp(log / 2) * oracle.value(x).get(i);
            assertThat(samples[i]).isCloseTo(expected, within(1e-14));
        }
        assertThatThrownBy(() -> normal.sample(new Given(x), 4)).hasMessageContaining("4 samples");
        assertThatThrownBy(() -> new IsotropicNormal(mean, mean)).hasMessageContaining("expected a scalar");
    }

    @Test
    void aDiagonalNormalMatchesItsFormulas() {
        Tensor logVariance = oracle.input("log_variance", 5, 2, 3);
        DiagonalNormal normal = new DiagonalNormal(mean, logVariance);
        double[] logs = oracle.evaluate(logVariance);
        assertLogDensity(normal, mean, logs);
        double[] samples = oracle.evaluate(normal.sample(x));
        assertThat(oracle.evaluate(normal.sample(new Given(x), 5))).containsExactly(samples);
        for (int i = 0; i < samples.length; i++) {
            double expected = oracle.value(mean).get(i)
                    + Math.exp(logs[i] / 2) * oracle.value(x).get(i);
            assertThat(samples[i]).isCloseTo(expected, within(1e-14));
        }
        assertThatThrownBy(() -> normal.sample(new Given(x), 4)).hasMessageContaining("4 samples");
    }

    /** KL(N(m, v) || N(0, I)) = sum (v + m^2 - 1 - log v) / 2; N(0, 0.01) is 1.8076 from N(0, 1), not -2.7976 (E2). */
    @Test
    void theDivergenceFromTheStandardNormalIsItsFormula() {
        Tensor logVariance = oracle.input("log_variance", 5, 2, 3);
        double[] divergences = oracle.evaluate(new DiagonalNormal(mean, logVariance).divergenceFromStandard());
        for (int n = 0; n < 5; n++) {
            double expected = 0;
            for (int j = 6 * n; j < 6 * n + 6; j++) {
                double log = oracle.value(logVariance).get(j);
                expected += (Math.exp(log) + square(oracle.value(mean).get(j)) - 1 - log) / 2;
            }
            assertThat(divergences[n]).isCloseTo(expected, within(1e-12));
        }
        Tensor zero = Tensor.constant(HostArray.of(Shape.of(1, 1), 0.0));
        Tensor narrow = Tensor.constant(HostArray.of(Shape.of(1, 1), Math.log(0.01)));
        assertThat(oracle.evaluate(new DiagonalNormal(zero, narrow).divergenceFromStandard())[0])
                .isCloseTo(1.8076, within(1e-4));
    }

    /** A variance may broadcast from a scalar or along axes. */
    @Test
    void aVarianceMayBroadcastFromAScalarOrAlongAxes() {
        Tensor scalar = Tensor.scalar(DType.F64, 0.3);
        Tensor full = scalar.broadcastTo(Shape.of(5, 2, 3));
        Tensor thin = scalar.broadcastTo(Shape.of(1, 1, 1));
        Tensor expected = new DiagonalNormal(mean, full).logProb(x);
        for (Tensor variance : new Tensor[] {scalar, thin}) {
            DiagonalNormal normal = new DiagonalNormal(mean, variance);
            assertThat(oracle.evaluate(normal.logProb(x))).containsExactly(oracle.evaluate(expected), within(1e-12));
            assertThat(oracle.evaluate(normal.divergenceFromStandard()))
                    .containsExactly(
                            oracle.evaluate(new DiagonalNormal(mean, full).divergenceFromStandard()), within(1e-12));
        }
        assertThatThrownBy(() -> new DiagonalNormal(mean, oracle.input("row", 3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("f64[3]")
                .hasMessageContaining("f64[5, 2, 3]");
    }

    /** Rows with one number do not broadcast to rows with two. */
    @Test
    void nothingBroadcastsToTheEvent() {
        Distribution standard = new StandardNormal(Shape.of(2));
        for (Tensor wrong : new Tensor[] {oracle.input("a", 4, 1), oracle.input("b", 2), oracle.input("c", 4, 2, 1)}) {
            assertThatThrownBy(() -> standard.logProb(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(wrong.type().toString())
                    .hasMessageContaining("rows of shape [2]");
            assertThatThrownBy(() ->
                            new DiagonalNormal(oracle.input("m", 4, 2), Tensor.scalar(DType.F64, 0)).logProb(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
