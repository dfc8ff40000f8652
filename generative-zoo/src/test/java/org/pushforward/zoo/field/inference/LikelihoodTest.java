package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.CovarianceParameter;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Kriging;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.MixturePrediction;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.simulation.PointSampler;

class LikelihoodTest {
    private static final CovarianceFamily FAMILY = CovarianceFamily.of(new Exponential());

    private static Measurements field(FieldCovariance covariance, Places places, long seed) {
        return Measurements.of(
                places,
                PointSampler.of(covariance, places)
                        .sample(1, RandomKey.of(seed))
                        .toDoubles());
    }

    @Test
    void twoGaugesHaveTheDensityOfANormalPair() {
        Measurements pair = Measurements.of(Places.of(new double[] {0, 3}, new double[2]), 1, 2);
        double c = 2 * Math.exp(-1);
        double determinant = 4 - c * c;
        double quadratic = (2 * 1 - 2 * c * 2 + 2 * 4) / determinant;
        double expected = -0.5 * (2 * Math.log(2 * Math.PI) + Math.log(determinant) + quadratic);
        Likelihood likelihood = Likelihood.maximum(FAMILY, Trend.known(0), pair);
        assertThat(likelihood.at(2, 3)).isCloseTo(expected, within(1e-13));
    }

    @Test
    void restrictedLikelihoodUsesContrasts() {
        // With an unknown constant only the difference of two gauges matters: (y_2 - y_1) / sqrt 2 from N(0, v - c).
        Measurements pair = Measurements.of(Places.of(new double[] {0, 3}, new double[2]), 1, 4);
        double variance = 2 - 2 * Math.exp(-1);
        double expected = -0.5 * (Math.log(2 * Math.PI * variance) + 4.5 / variance);
        Likelihood likelihood = Likelihood.restricted(FAMILY, Trend.constant(), pair);
        assertThat(likelihood.at(2, 3)).isCloseTo(expected, within(1e-12));
    }

    @Test
    void maximumLikelihoodVarianceHasAClosedForm() {
        // For a fixed range the maximum is at v = q / n for the full and q / (n - p) for the restricted likelihood,
        // with q at unit variance.
        Measurements gauges =
                field(Structure.of(new Exponential(), 3, 4), Grid.of(7, 8).places(), 1);
        CovarianceFamily fixed = FAMILY.with("range", 4);
        double unit = -2 * Likelihood.maximum(fixed, Trend.constant(), gauges).at(1);
        double other = -2 * Likelihood.maximum(fixed, Trend.constant(), gauges).at(2);
        // -2 l(v) = n log 2 pi + n log v + log |C| + q / v.
        double q = 2 * (unit - other + 56 * Math.log(2));
        LikelihoodFit maximum =
                LikelihoodFit.of(Posterior.flat(Likelihood.maximum(fixed, Trend.constant(), gauges)), 1);
        LikelihoodFit restricted =
                LikelihoodFit.of(Posterior.flat(Likelihood.restricted(fixed, Trend.constant(), gauges)), 1);
        assertThat(maximum.parameters()[0]).isCloseTo(q / 56, within(1e-4 * q / 56));
        assertThat(restricted.parameters()[0]).isCloseTo(q / 55, within(1e-4 * q / 55));
    }

    @Test
    void estimatesAreCloseToTheTruth() {
        Measurements gauges =
                field(Structure.of(new Matern(1.5), 2, 1.5), Grid.of(20, 20).places(), 2);
        LikelihoodFit fit = LikelihoodFit.of(
                Posterior.flat(Likelihood.restricted(CovarianceFamily.of(new Matern(1.5)), Trend.constant(), gauges)),
                1,
                1);
        // 400 cells are worth about fifty independent ones, and the errors of variance and range are correlated.
        assertThat(fit.parameters()[0]).isBetween(1.0, 4.0);
        assertThat(fit.parameters()[1]).isBetween(1.1, 2.1);
    }

    @Test
    void noiseCanBeEstimated() {
        Places places = Grid.of(15, 15).places();
        double[] values = field(Structure.of(new Matern(2.5), 4, 2), places, 3).values();
        double[] errors = RandomKey.of(4).normal(Shape.of(225)).toDoubles();
        Arrays.setAll(values, i -> values[i] + errors[i]);
        Likelihood likelihood = Likelihood.restricted(
                        CovarianceFamily.of(new Matern(2.5)), Trend.constant(), Measurements.of(places, values))
                .withUnknownNoise();
        LikelihoodFit fit = LikelihoodFit.of(Posterior.flat(likelihood), 1, 1, 1);
        assertThat(likelihood.parameters()).last().isEqualTo(CovarianceParameter.positive("noise"));
        // The variance of 225 errors has a standard error of .09.
        assertThat(fit.parameters()[2]).isCloseTo(1, within(0.36));
        // The prediction is of the field without noise, so it differs from the gauge's value.
        assertThat(fit.kriging().predict(places).variance()[0]).isGreaterThan(0.05);
    }

    @Test
    void chainsSampleThePosterior() {
        // With one parameter quadrature gives the posterior.
        Measurements gauges =
                field(Structure.of(new Exponential(), 2, 3), Grid.of(4, 4).places(), 5);
        CovarianceFamily fixed = FAMILY.with("range", 3);
        Likelihood likelihood = Likelihood.restricted(fixed, Trend.constant(), gauges);
        Hyperprior prior = new Hyperprior(likelihood.parameters(), new double[] {1}, new double[] {0.7});
        Posterior posterior = Posterior.of(likelihood, prior);
        double mass = 0;
        double first = 0;
        double second = 0;
        for (double u = -4; u < 5; u += 0.005) {
            double weight = Math.exp(posterior.at(new double[] {u}) + 30);
            mass += weight;
            first += weight * u;
            second += weight * u * u;
        }
        double mean = first / mass;
        double deviation = Math.sqrt(second / mass - mean * mean);
        double[] draws =
                ParameterChain.run(posterior, 4000, 100, 2, RandomKey.of(6), 1).draws("variance");
        double average = Arrays.stream(draws).map(Math::log).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(draws)
                .map(v -> (Math.log(v) - average) * (Math.log(v) - average))
                .average()
                .orElseThrow());
        // 4 standard errors, counting the 4000 draws as 2000 independent ones.
        assertThat(average).isCloseTo(mean, within(4 * deviation / Math.sqrt(2000)));
        assertThat(spread).isCloseTo(deviation, within(4 * deviation / Math.sqrt(4000)));
    }

    /** For parameters drawn from the prior, the ranks of the truth among posterior draws are uniform. */
    @Test
    void ranksOfTheTruthAreUniform() {
        Places places = Grid.of(3, 4).places();
        int[] counts = new int[5];
        int trials = 150;
        for (int trial = 0; trial < trials; trial++) {
            RandomKey key = RandomKey.of(100 + trial);
            Hyperprior prior = new Hyperprior(FAMILY.parameters(), new double[] {1, 2}, new double[] {0.6, 0.5});
            double[] truth = prior.draw(key.fold("parameters"));
            Measurements gauges = Measurements.of(
                    places,
                    PointSampler.of(FAMILY.at(truth), places)
                            .sample(1, key.fold("field"))
                            .toDoubles());
            Posterior posterior = Posterior.of(Likelihood.maximum(FAMILY, Trend.known(0), gauges), prior);
            double[] draws = ParameterChain.run(posterior, 19, 20, 6, key.fold("chain"), 1, 2)
                    .draws("range");
            long rank = Arrays.stream(draws).filter(each -> each < truth[1]).count();
            counts[(int) rank / 4]++;
        }
        double chi = 0;
        for (int count : counts) {
            chi += (count - 30.0) * (count - 30.0) / 30;
        }
        // The .999 quantile of chi square with 4 degrees of freedom.
        assertThat(chi).isLessThan(18.5);
    }

    @Test
    void fullBayesMixesKrigingPredictions() {
        Measurements gauges =
                field(Structure.of(new Exponential(), 2, 3), Grid.of(5, 5).places(), 7);
        Likelihood likelihood = Likelihood.restricted(FAMILY, Trend.constant(), gauges);
        Hyperprior prior = new Hyperprior(likelihood.parameters(), new double[] {1, 2}, new double[] {0.7, 0.7});
        ParameterChain chain = ParameterChain.run(Posterior.of(likelihood, prior), 40, 20, 1, RandomKey.of(8), 1, 2);
        Places asked = Places.of(new double[] {1.5, 9}, new double[] {2.5, 9});
        MixturePrediction bayes = chain.predict(asked);
        List<NormalPrediction> each = chain.draws().stream()
                .map(values ->
                        Kriging.of(FAMILY.at(values), Trend.constant(), gauges).predict(asked))
                .toList();
        double mean = each.stream().mapToDouble(p -> p.mean()[1]).average().orElseThrow();
        double within =
                each.stream().mapToDouble(p -> p.variance()[1]).average().orElseThrow();
        assertThat(bayes.mean()[1]).isCloseTo(mean, within(1e-12));
        assertThat(bayes.variance()[1]).isGreaterThan(within);
        assertThat(bayes.exceedance(bayes.quantile(0.9)[1])[1]).isCloseTo(0.1, within(1e-9));
        double sum = 0;
        double step = 2e-3;
        for (double u = -30; u < 30; u += step) {
            double difference = 1 - bayes.exceedance(u)[1] - (u >= 0.4 ? 1 : 0);
            sum += difference * difference * step;
        }
        assertThat(bayes.crps(0, 0.4)[1]).isCloseTo(sum, within(2e-3));
    }

    @Test
    void badInputIsNamed() {
        Places places = Grid.of(2, 3).places();
        assertThatThrownBy(() -> Posterior.flat(
                        Likelihood.maximum(FAMILY, Trend.constant(), Measurements.of(places, new double[6]))))
                .hasMessageContaining("likelihood of 6 gauges with 1 different values")
                .hasMessageContaining("Hyperprior");
        Likelihood likelihood = Likelihood.maximum(FAMILY, Trend.constant(), Measurements.of(places, 1, 2, 3, 4, 5, 6));
        assertThatThrownBy(() -> likelihood.at(1)).hasMessageContaining("1 values of the parameters [variance, range]");
        assertThatThrownBy(() -> likelihood.at(-1, 1))
                .hasMessageContaining("variance of the covariance Exponential[] = -1.0");
        assertThatThrownBy(() -> ParameterChain.run(Posterior.flat(likelihood), 1, 0, 1, RandomKey.of(1), 1, 1))
                .hasMessageContaining("without a prior");
        assertThatThrownBy(() -> new Hyperprior(FAMILY.parameters(), new double[] {1, -2}, new double[] {1, 1}))
                .hasMessageContaining("parameter 'range' = -2.0");
    }

    /**
     * Both covariates differ at two gauges that are almost the same, and the second differs from the first elsewhere by 1e-5. A Matern with
     * range 1 says that the difference of the pair is 1e6 times as certain as the others, so that the share of the rest is 1e-11. A search
     * may pass such values, but no trend whose functions depend on each other.
     */
    @Test
    void aNearlySingularCovarianceHasNoLikelihood() {
        Places line = Places.of(new double[] {0, 1e-6, 100, 200, 300}, new double[5])
                .with("a", 1, -1, 0, 0, 0)
                .with("b", 1, -1, 1e-5, -1e-5, 0);
        CovarianceFamily family = CovarianceFamily.of(new Matern(1.5));
        Measurements five = Measurements.of(line, 1, 2, 4, 3, 5);
        Likelihood likelihood = Likelihood.restricted(family, Trend.covariates("a", "b"), five);
        assertThat(likelihood.at(1, 1e-3)).isFinite();
        assertThat(likelihood.at(1, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> likelihood.kriging(1, 1))
                .hasMessageContaining("relative to it, function 2 of the trend");
        Likelihood dependent = Likelihood.restricted(family, Trend.covariates("a", "a"), five);
        assertThatThrownBy(() -> LikelihoodFit.of(Posterior.flat(dependent), 1, 1e-3))
                .hasMessageContaining("function 2 of the trend, counted from 0, depends linearly");
    }
}
