package org.pushforward.zoo.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.data.Context;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.distribution.Distribution;
import org.pushforward.distribution.StandardNormal;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Objective;
import org.pushforward.model.ParameterGroup;
import org.pushforward.nn.Initializer;
import org.pushforward.nn.Layer;
import org.pushforward.nn.Scope;
import org.pushforward.optim.Sgd;
import org.pushforward.random.Noise;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trainer;

/**
 * Checks the bounds of a VAE that is probabilistic PCA, x = mu + W z + s e, where W has orthogonal columns. Its evidence and posterior
 * have closed forms (P16):
 *
 * <pre>
 * log p(x) = log N(x; mu, W W^T + s^2 I),   p(z | x) = N(W^T (x - mu) / m, diag(s^2 / m)),   m_k = |w_k|^2 + s^2
 * </pre>
 *
 * <p>Tipping and Bishop, <i>Probabilistic principal component analysis</i>, 1999.
 */
class ProbabilisticPcaTest {
    private static final RandomKey KEY = RandomKey.of(16);
    private static final double[] MU = {0.5, -1, 2};
    private static final double[][] W = {{1.2, 0.4, -0.6}, {0.3, 0.6, 1.0}};
    private static final double S = 0.6;
    private static final double[] X = {1.9, -0.2, 0.7};

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double m(int k) {
        return dot(W[k], W[k]) + S * S;
    }

    private static double[] centered(double[] x) {
        double[] centered = x.clone();
        Arrays.setAll(centered, i -> x[i] - MU[i]);
        return centered;
    }

    /** The variance is m_k along w_k, and s^2 along the remaining directions of three-dimensional space. */
    private static double logEvidence(double[] x) {
        double[] c = centered(x);
        double square = dot(c, c);
        double result = -1.5 * Math.log(2 * Math.PI);
        for (int k = 0; k < 2; k++) {
            double along = dot(c, W[k]) * dot(c, W[k]) / dot(W[k], W[k]);
            square -= along;
            result -= 0.5 * (along / m(k) + Math.log(m(k)));
        }
        return result - 0.5 * (square / (S * S) + Math.log(S * S));
    }

    /** The posterior with its mean shifted by a fraction of its deviation and its variance scaled. */
    private record Guess(double shift, double factor) {
        double variance(int k) {
            return factor * S * S / m(k);
        }

        double mean(int k, double[] x) {
            return dot(centered(x), W[k]) / m(k) + shift * S / Math.sqrt(m(k));
        }

        double divergenceFromPosterior() {
            return 2 * 0.5 * (factor - 1 - Math.log(factor) + shift * shift);
        }

        double divergenceFromPrior(double[] x) {
            double sum = 0;
            for (int k = 0; k < 2; k++) {
                sum += 0.5 * (variance(k) + mean(k, x) * mean(k, x) - 1 - Math.log(variance(k)));
            }
            return sum;
        }

        Vae vae(Distribution prior, DType dtype, ParameterGroup group, Tensor offset) {
            double[] columns = new double[6];
            double[] scaled = new double[6];
            double[] shifts = new double[2];
            double[] raw = new double[2];
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < 3; i++) {
                    columns[3 * k + i] = W[k][i];
                    scaled[2 * i + k] = W[k][i] / m(k);
                }
                shifts[k] = shift * S / Math.sqrt(m(k));
                // The encoder's log-variance is bounded softly.
                double share = Math.log(variance(k)) / 20;
                raw[k] = 20 * 0.5 * Math.log((1 + share) / (1 - share));
            }
            Tensor mu = constant(dtype, Shape.of(3), MU);
            Tensor variances = constant(dtype, Shape.of(2), raw);
            Layer encoder = x -> {
                Tensor mean = x.sub(mu)
                        .matmul(constant(dtype, Shape.of(3, 2), scaled))
                        .add(constant(dtype, Shape.of(2), shifts));
                return mean.concat(1, variances.broadcastTo(mean.shape()));
            };
            Layer decoder = z ->
                    z.matmul(constant(dtype, Shape.of(2, 3), columns)).add(mu).add(offset);
            return new Vae(Shape.of(3), encoder, decoder, prior, Tensor.scalar(dtype, 2 * Math.log(S)), group);
        }

        Vae vae(Distribution prior) {
            return vae(prior, DType.F64, new ParameterGroup(Vae.GROUP, List.of()), Tensor.scalar(DType.F64, 0));
        }

        Vae vae() {
            return vae(new StandardNormal(Shape.of(2)));
        }

        private static Tensor constant(DType dtype, Shape shape, double[] values) {
            return Tensor.constant(HostArray.of(shape, values).cast(dtype));
        }
    }

    private static final Guess EXACT = new Guess(0, 1);
    private static final Guess WRONG = new Guess(0.4, 1.5);

    private record Given(HostArray noise) implements Noise {
        @Override
        public Tensor normal(int... dims) {
            return Tensor.constant(noise.reshape(Shape.of(dims)));
        }

        @Override
        public Tensor uniform(int... dims) {
            throw new AssertionError("a VAE asks for normal noise alone");
        }
    }

    /** N(0, I) as an anonymous type, so that the bound estimates the divergence from the sample. */
    private static final Distribution DRAWN = new Distribution() {
        private final StandardNormal standard = new StandardNormal(Shape.of(2));

        @Override
        public Shape event() {
            return standard.event();
        }

        @Override
        public Tensor logProb(Tensor z) {
            return standard.logProb(z);
        }

        @Override
        public Tensor sample(Noise noise, int count) {
            return standard.sample(noise, count);
        }
    };

    private static Tensor rows(int n, double[] x) {
        return Tensor.constant(HostArray.of(Shape.of(1, 3), x)).broadcastTo(Shape.of(n, 3));
    }

    private static HostArray normal(int... dims) {
        return KEY.normal(Shape.of(dims)).cast(DType.F64);
    }

    /**
     * Returns the expectation of the bound over its noise. Since log p(x | z) is quadratic in the noise, the mean over plus and minus
     * sqrt(2) on each axis is exact.
     */
    private static double expected(Elbo elbo, Guess guess, double[] x) {
        double r = Math.sqrt(2);
        HostArray points = HostArray.of(Shape.of(4, 2), r, 0, -r, 0, 0, r, 0, -r);
        return Arrays.stream(new Oracle().evaluate(elbo.of(guess.vae(), rows(4, x), new Given(points))))
                .average()
                .orElseThrow();
    }

    @Test
    void boundEqualsTheEvidenceForAnExactPosterior() {
        for (double[] x : new double[][] {X, MU, {-3, 4, 0.1}}) {
            assertThat(expected(new Elbo(1), EXACT, x)).isCloseTo(logEvidence(x), within(1e-9));
        }
    }

    @Test
    void gapOfTheBoundIsTheDivergenceFromThePosterior() {
        for (Guess guess : List.of(WRONG, new Guess(-1, 1), new Guess(0, 0.5))) {
            double bound = logEvidence(X) - guess.divergenceFromPosterior();
            assertThat(expected(new Elbo(1), guess, X)).isCloseTo(bound, within(1e-9));
            double weighted = bound - 3 * guess.divergenceFromPrior(X);
            assertThat(expected(new Elbo(4), guess, X)).isCloseTo(weighted, within(1e-9));
        }
    }

    /** p(x, z) / q(z | x) is p(x) for every z, so a bound that estimates the divergence from the sample is the same for every sample. */
    @Test
    void everySampleGivesTheEvidenceForAnExactPosterior() {
        HostArray x = HostArray.of(Shape.of(2, 3), X[0], X[1], X[2], -3, 4, 0.1);
        double[] evidence = {logEvidence(X), logEvidence(new double[] {-3, 4, 0.1})};
        Tensor weighted = new ImportanceWeighted(5).of(EXACT.vae(), Tensor.constant(x), new Given(normal(10, 2)));
        assertThat(new Oracle().evaluate(weighted)).containsExactly(evidence, within(1e-9));
        Tensor drawn = new Elbo(1).of(EXACT.vae(DRAWN), Tensor.constant(x), new Given(normal(2, 2)));
        assertThat(new Oracle().evaluate(drawn)).containsExactly(evidence, within(1e-9));
    }

    /** The divergence from N(0, I) has a closed form, which does not depend on the sample. */
    @Test
    void betaWeightsTheClosedFormDivergence() {
        Given draw = new Given(normal(1, 2));
        double none = new Oracle().evaluate(new Elbo(0).of(WRONG.vae(), rows(1, X), draw))[0];
        double half = new Oracle().evaluate(new Elbo(0.5).of(WRONG.vae(), rows(1, X), draw))[0];
        double one = new Oracle().evaluate(new Elbo(1).of(WRONG.vae(), rows(1, X), draw))[0];
        assertThat(none - half).isCloseTo(0.5 * WRONG.divergenceFromPrior(X), within(1e-9));
        assertThat(none - one).isCloseTo(WRONG.divergenceFromPrior(X), within(1e-9));
    }

    /** A step minimizes the negative mean of the bound, here -log p(x), and moves the decoder toward the data. */
    @Test
    void trainingMinimizesMinusTheBound() {
        for (Objective<Vae> objective :
                List.<Objective<Vae>>of(new Elbo(1), new ImportanceWeighted(3), (vae, step) -> vae.learn(step))) {
            Scope scope = Scope.root();
            Tensor offset = scope.parameter("offset", Shape.of(3), Initializer.zeros());
            Vae vae = EXACT.vae(DRAWN, DType.F32, ParameterGroup.of(Vae.GROUP, scope), offset);
            Dataset data = new Dataset(Rows.of(HostArray.of(Shape.of(1, 3), X).cast(DType.F32)));
            assertThat(vae.schema()).isEqualTo(data.schema());
            try (Backend oracle = Backends.open("reference")) {
                double[] losses = Trainer.on(oracle)
                        .optimizer(Sgd.withRate(0.01))
                        .iterations(5)
                        .batch(4)
                        .train(vae, objective, data, KEY)
                        .losses()
                        .get(Vae.GROUP);
                assertThat(losses[0]).isCloseTo(-logEvidence(X), within(1e-5));
                assertThat(losses[4]).isLessThan(losses[0] - 1e-2);
            }
        }
    }

    @Test
    void encodingIsTheMeanOfThePosterior() {
        double[] encoded = new Oracle().evaluate(WRONG.vae().encode(rows(1, X), Context.none()));
        assertThat(encoded).containsExactly(new double[] {WRONG.mean(0, X), WRONG.mean(1, X)}, within(1e-12));
    }

    /**
     * For w = p(z | x) / q(z | x) with mean 1, the gap to log p is about var(w) / (2 k) for large k; E w^2 is a Gaussian integral.
     */
    @Test
    void importanceWeightedBoundApproachesTheEvidence() {
        double evidence = logEvidence(X);
        double[] one = bounds(1);
        double[] few = bounds(8);
        double[] many = bounds(64);
        // Four standard errors are 6e-5.
        assertThat(mean(one)).isCloseTo(evidence - WRONG.divergenceFromPosterior(), within(4 * standardError(one)));
        assertThat(mean(few) - mean(one)).isGreaterThan(4 * Math.hypot(standardError(few), standardError(one)));
        assertThat(mean(many) - mean(few)).isGreaterThan(4 * Math.hypot(standardError(many), standardError(few)));
        assertThat(evidence - mean(many)).isGreaterThan(-4 * standardError(many));
        double q = WRONG.factor();
        double square = Math.pow(q / Math.sqrt(2 * q - 1) * Math.exp(0.16 / (2 * q - 1)), 2);
        // The next order is 1 / k of the gap.
        double miss = (square - 1) / (2 * 64);
        assertThat(evidence - mean(many)).isCloseTo(miss, within(4 * standardError(many) + miss / 16));
    }

    private static double[] bounds(int k) {
        int n = 64_000 / k;
        HostArray noise = KEY.fold(k).normal(Shape.of(n * k, 2)).cast(DType.F64);
        return new Oracle().evaluate(new ImportanceWeighted(k).of(WRONG.vae(), rows(n, X), new Given(noise)));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double square = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(square / (values.length - 1.0) / values.length);
    }

    /** In x = mu + W z + s e the noise of the likelihood has standard deviation s, not variance s. */
    @Test
    void samplesAreTheDecodedMeanPlusNoise() {
        HostArray z = normal(5, 2);
        HostArray e = KEY.fold("e").normal(Shape.of(5, 3)).cast(DType.F64);
        Noise noise = new Noise() {
            @Override
            public Tensor normal(int... dims) {
                return Tensor.constant(dims[1] == 2 ? z : e);
            }

            @Override
            public Tensor uniform(int... dims) {
                throw new AssertionError("a VAE asks for normal noise alone");
            }
        };
        Sampler<?> sampler = WRONG.vae().sampler();
        HostArray x = new Oracle().array((Tensor) sampler.init(noise, 5, Context.none()));
        for (int n = 0; n < 5; n++) {
            for (int i = 0; i < 3; i++) {
                double expected = MU[i] + W[0][i] * z.get(n, 0) + W[1][i] * z.get(n, 1) + S * e.get(n, i);
                assertThat(x.get(n, i)).isCloseTo(expected, within(1e-12));
            }
        }
    }
}
