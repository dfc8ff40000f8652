package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.transform.SquareRoot;

/** Compares priors, likelihoods and their product with the densities of one and two normal numbers. */
class PosteriorTest {
    private final CovarianceFamily family = CovarianceFamily.of(new Exponential());
    private final List<CovarianceParameter> bounded =
            List.of(CovarianceParameter.positive("p"), CovarianceParameter.between("b", -1, 4));
    /** Median 2 and spread 0.5 in log p; 1, which is log(2/3) for b, and 0.8. */
    private final Hyperprior prior = new Hyperprior(bounded, new double[] {2, 1}, new double[] {0.5, 0.8});

    private static Measurements pair(double first, double second) {
        return Measurements.of(Places.of(new double[] {0, 3}, new double[2]), first, second);
    }

    private static double normal(double x, double mean, double deviation) {
        double off = (x - mean) / deviation;
        return -0.5 * off * off - Math.log(deviation * Math.sqrt(2 * Math.PI));
    }

    @Test
    void aHyperpriorIsNormalInRealCoordinates() {
        double[] real = {0.3, -1.1};
        assertThat(prior.logDensity(real))
                .isCloseTo(normal(0.3, Math.log(2), 0.5) + normal(-1.1, Math.log(2.0 / 3), 0.8), within(1e-14));
        double[] descent = {10, 20};
        prior.addDescent(real, descent);
        assertThat(descent)
                .containsExactly(
                        new double[] {10 + (0.3 - Math.log(2)) / 0.25, 20 + (-1.1 - Math.log(2.0 / 3)) / 0.64},
                        within(1e-13));
    }

    /** Four standard errors of a mean, and of a standard deviation. */
    @Test
    void drawsOfAHyperpriorHaveItsMediansAndSpreads() {
        int count = 4000;
        double[][] real = new double[2][count];
        for (int k = 0; k < count; k++) {
            double[] draw = prior.draw(RandomKey.of(1).fold(k));
            for (int i = 0; i < 2; i++) {
                real[i][k] = bounded.get(i).toReal(draw[i]);
            }
        }
        double[] means = {Math.log(2), Math.log(2.0 / 3)};
        double[] spreads = {0.5, 0.8};
        for (int i = 0; i < 2; i++) {
            double mean = Arrays.stream(real[i]).average().orElseThrow();
            double square = Arrays.stream(real[i])
                    .map(u -> (u - mean) * (u - mean))
                    .average()
                    .orElseThrow();
            assertThat(mean).isCloseTo(means[i], within(4 * spreads[i] / Math.sqrt(count)));
            assertThat(Math.sqrt(square)).isCloseTo(spreads[i], within(4 * spreads[i] / Math.sqrt(2.0 * count)));
        }
    }

    @Test
    void numbersThatMakeNoHyperpriorAreRefused() {
        assertThatThrownBy(() -> new Hyperprior(bounded, new double[] {2}, new double[] {1, 1}))
                .hasMessageContaining("[p, b] with 1 medians and 2 spreads");
        assertThatThrownBy(() -> new Hyperprior(bounded, new double[] {2, 1}, new double[] {1}))
                .hasMessageContaining("[p, b] with 2 medians and 1 spreads");
        for (double bad : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Hyperprior(bounded, new double[] {2, 1}, new double[] {1, bad}))
                    .hasMessageContaining("spread of the prior of 'b' = " + bad);
        }
        assertThatThrownBy(() -> new Hyperprior(bounded, new double[] {2, 4}, new double[] {1, 1}))
                .hasMessageContaining("parameter 'b' = 4.0");
    }

    /** Two gauges with noise of their own and one that is unknown: the variances add up. */
    @Test
    void unknownNoiseIsAddedToThatOfTheGauges() {
        Measurements noisy = Measurements.withNoise(
                Places.of(new double[] {0, 3}, new double[2]), new double[] {1, 2}, new double[] {0.1, 0.3});
        Likelihood likelihood =
                Likelihood.maximum(family, Trend.known(0), noisy).withUnknownNoise();
        assertThat(likelihood.parameters())
                .extracting(CovarianceParameter::name)
                .containsExactly("variance", "range", "noise");
        double first = 2 + 0.1 + 0.7;
        double second = 2 + 0.3 + 0.7;
        double c = 2 * Math.exp(-1);
        double determinant = first * second - c * c;
        double quadratic = (second - 2 * c * 2 + first * 4) / determinant;
        assertThat(likelihood.at(2, 3, 0.7))
                .isCloseTo(-0.5 * (2 * Math.log(2 * Math.PI) + Math.log(determinant) + quadratic), within(1e-13));
        assertThat(likelihood.withUnknownNoise()).isEqualTo(likelihood);
        assertThat(Likelihood.restricted(family, Trend.constant(), noisy)
                        .withUnknownNoise()
                        .restricted())
                .isTrue();
    }

    /** With a range of 1e20, a correlation over the distance 3 rounds to 1, so the matrix is [[1, 1], [1, 1]]. */
    @Test
    void aSingularCovarianceHasNoDensity() {
        Likelihood likelihood = Likelihood.maximum(family, Trend.known(0), pair(1, 2));
        assertThat(likelihood.at(1, 1e20)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> likelihood.kriging(1, 1e20)).isInstanceOf(NotPositiveDefiniteException.class);
        assertThatThrownBy(() -> LikelihoodFit.of(Posterior.flat(likelihood), 1, 1e20))
                .hasMessageContaining("not positive definite at the starting values");
        Hyperprior any = new Hyperprior(family.parameters(), new double[] {1, 1}, new double[] {1, 1});
        assertThatThrownBy(() -> ParameterChain.run(Posterior.of(likelihood, any), 1, 0, 1, RandomKey.of(1), 1, 1e20))
                .hasMessageContaining("zero at the starting values, [1.0, 1.0E20]");
    }

    @Test
    void realCoordinatesOfALikelihoodAreThoseOfItsParameters() {
        Likelihood likelihood =
                Likelihood.maximum(family, Trend.known(0), pair(1, 2)).withUnknownNoise();
        double[] logarithms = {Math.log(2), Math.log(3), Math.log(0.7)};
        assertThat(likelihood.toReal(2, 3, 0.7)).containsExactly(logarithms, within(1e-15));
        assertThat(likelihood.fromReal(logarithms)).containsExactly(new double[] {2, 3, 0.7}, within(1e-14));
    }

    /** A prior takes any number of gauges; without one they need two values and more of them than coefficients. */
    @Test
    void onlyAFlatPosteriorNeedsInformativeGauges() {
        Likelihood line = Likelihood.restricted(family, Trend.polynomial(1), gauges(3));
        Hyperprior any = new Hyperprior(family.parameters(), new double[] {1, 1}, new double[] {1, 1});
        assertThatThrownBy(() -> Posterior.flat(line)).hasMessageContaining("3 gauges with 3 different values");
        assertThat(Posterior.of(line, any).prior()).contains(any);
        assertThat(Posterior.flat(Likelihood.restricted(family, Trend.polynomial(1), gauges(4)))
                        .prior())
                .isEmpty();
        assertThatThrownBy(() -> Likelihood.restricted(family, Trend.polynomial(1), gauges(2)))
                .hasMessageContaining("2 gauges with a trend of 3 coefficients");
        Likelihood alike = Likelihood.maximum(family, Trend.known(0), pair(2, 2));
        assertThatThrownBy(() -> Posterior.flat(alike)).hasMessageContaining("2 gauges with 1 different values");
        assertThat(Posterior.of(alike, any).prior()).contains(any);
        assertThatThrownBy(() -> alike.kriging(1)).hasMessageContaining("1 values of the parameters [variance, range]");
        assertThatThrownBy(() -> alike.withUnknownNoise().at(1, 2))
                .hasMessageContaining("2 values of the parameters [variance, range, noise]");
        assertThatThrownBy(() -> Posterior.of(line.withUnknownNoise(), any))
                .hasMessageContaining("expected the same parameters");
    }

    private static Measurements gauges(int count) {
        return Measurements.of(
                Places.of(
                        IntStream.range(0, count).mapToDouble(i -> i).toArray(),
                        IntStream.range(0, count).mapToDouble(i -> i * i).toArray()),
                IntStream.range(0, count).mapToDouble(i -> Math.sin(i)).toArray());
    }

    @Test
    void aPosteriorIsTheProductOfLikelihoodAndPrior() {
        Likelihood likelihood = Likelihood.maximum(family, Trend.known(0), pair(1, 2));
        Hyperprior parameters = new Hyperprior(family.parameters(), new double[] {1, 2}, new double[] {0.7, 0.5});
        double[] real = {0.4, 1.3};
        double density = likelihood.at(Math.exp(0.4), Math.exp(1.3));
        assertThat(Posterior.of(likelihood, parameters).at(real))
                .isCloseTo(density + parameters.logDensity(real), within(1e-13));
        assertThat(Posterior.flat(likelihood).at(real)).isCloseTo(density, within(1e-13));
    }

    /** exp(800) is infinite, exp(-800) is 0, and 1 / (1 + exp(-40)) rounds to 1. */
    @Test
    void coordinatesThatRoundToTheEndOfAnIntervalHaveNoDensity() {
        CovarianceFamily turned = CovarianceFamily.anisotropic(new Exponential());
        Posterior posterior = Posterior.flat(Likelihood.maximum(turned, Trend.known(0), pair(1, 2)));
        assertThat(posterior.at(new double[] {0, 0, 0, 0})).isFinite();
        for (double[] extreme : new double[][] {{800, 0, 0, 0}, {-800, 0, 0, 0}, {0, 0, 40, 0}, {0, 0, -800, 0}}) {
            assertThat(posterior.at(extreme)).isEqualTo(Double.NEGATIVE_INFINITY);
        }
    }

    /** The slopes of the coordinates of a ratio and a positive parameter are not 1. */
    @Test
    void descentIsTheNegativeGradientInRealCoordinates() {
        CovarianceFamily turned = CovarianceFamily.anisotropic(new Exponential());
        Likelihood likelihood = Likelihood.maximum(turned, Trend.known(0), gauges(6));
        Hyperprior parameters =
                new Hyperprior(turned.parameters(), new double[] {1, 2, 0.5, 10}, new double[] {1, 1, 1, 30});
        Posterior posterior = Posterior.of(likelihood, parameters);
        double[] real = {0.3, 0.9, -0.4, 25};
        try (Backend oracle = Backends.open("reference")) {
            LikelihoodGradient gradient = LikelihoodGradient.of(likelihood, oracle);
            double[] descent = posterior.descent(real, gradient);
            for (int i = 0; i < 4; i++) {
                double step = 1e-5;
                double[] up = real.clone();
                double[] down = real.clone();
                up[i] += step;
                down[i] -= step;
                double quotient = (posterior.at(down) - posterior.at(up)) / (2 * step);
                assertThat(descent[i]).isCloseTo(quotient, within(1e-6 * (1 + Math.abs(quotient))));
            }
            gradient.close();
            assertThatThrownBy(() -> gradient.at(1, 1, 0.5, 0)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aFitHasTheDensityAndTheKrigingOfItsParameters() {
        Likelihood likelihood = Likelihood.restricted(family, Trend.constant(), gauges(12));
        Hyperprior parameters = new Hyperprior(family.parameters(), new double[] {1, 2}, new double[] {0.7, 0.5});
        Posterior posterior = Posterior.of(likelihood, parameters);
        LikelihoodFit fit = LikelihoodFit.of(posterior, 1, 1);
        double[] real = likelihood.toReal(fit.parameters());
        assertThat(fit.logDensity()).isCloseTo(posterior.at(real), within(1e-12));
        assertThat(fit.kriging().restrictedLogLikelihood())
                .isCloseTo(posterior.at(real) - parameters.logDensity(real), within(1e-12));
        for (double step : new double[] {-0.01, 0.01}) {
            assertThat(posterior.at(new double[] {real[0] + step, real[1]})).isLessThan(fit.logDensity());
            assertThat(posterior.at(new double[] {real[0], real[1] + step})).isLessThan(fit.logDensity());
        }
    }

    @Test
    void aChainSkipsAndThins() {
        Posterior posterior = Posterior.of(
                Likelihood.maximum(family, Trend.known(0), pair(1, 2)),
                new Hyperprior(family.parameters(), new double[] {1, 2}, new double[] {0.7, 0.5}));
        double[] all =
                ParameterChain.run(posterior, 10, 0, 1, RandomKey.of(3), 1, 2).draws("range");
        double[] some =
                ParameterChain.run(posterior, 2, 4, 3, RandomKey.of(3), 1, 2).draws("range");
        assertThat(all).doesNotHaveDuplicates();
        assertThat(some).containsExactly(all[6], all[9]);
        for (int[] bad : new int[][] {{0, 0, 1}, {1, -1, 1}, {1, 0, 0}}) {
            assertThatThrownBy(() -> ParameterChain.run(posterior, bad[0], bad[1], bad[2], RandomKey.of(3), 1, 2))
                    .hasMessageContaining("chain of " + bad[0] + " draws after " + bad[1] + ", each " + bad[2] + "th");
        }
        Posterior flat = Posterior.flat(posterior.likelihood());
        assertThatThrownBy(() -> ParameterChain.run(flat, 1, 0, 1, RandomKey.of(3), 1, 2))
                .hasMessageContaining("without a prior");
        assertThatThrownBy(() -> ParameterChain.run(posterior, 1, 0, 1, RandomKey.of(3), 1, 2)
                        .draws("nugget"))
                .hasMessageContaining("'nugget' of a chain: there are [variance, range]");
    }

    /** A square root with mean m and variance v has the mean m^2 + v in the unit of the data. */
    @Test
    void aChainPredictsInTheUnitOfTheData() {
        Posterior posterior = Posterior.of(
                Likelihood.maximum(family, Trend.known(0), pair(1, 2)),
                new Hyperprior(family.parameters(), new double[] {1, 2}, new double[] {0.7, 0.5}));
        ParameterChain chain = ParameterChain.run(posterior, 5, 0, 1, RandomKey.of(3), 1, 2);
        Places asked = Grid.of(1, 3).places();
        double expected = chain.draws().stream()
                .map(values -> posterior.likelihood().kriging(values).predict(asked))
                .mapToDouble(p -> new SquareRoot().mean(p.mean()[1], p.variance()[1]))
                .average()
                .orElseThrow();
        MixturePrediction predicted = chain.predict(asked, new SquareRoot());
        assertThat(predicted.mean()[1]).isCloseTo(expected, within(1e-12));
        assertThat(chain.predict(asked).mean()[1]).isNotCloseTo(expected, within(1e-3));
    }
}
