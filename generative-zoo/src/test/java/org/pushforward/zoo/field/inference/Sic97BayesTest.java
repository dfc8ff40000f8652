package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Spherical;
import org.pushforward.zoo.field.kriging.GeostatData;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * Full Bayes on the Swiss rainfall of 8 May 1986 under one broad hyperprior, in which all directions are equally likely. R's gstat has a CRPS of 29.6 with
 * fitted variograms, and of 28.0 with an anisotropy chosen on the test set.
 *
 * <p>Under a Matern of smoothness 3/2 the posterior has two modes: a short range, and a long one with a nugget. A chain of this length
 * does not mix between them, and its score depends on the starting point (28.4 to 30.8), so this test leaves it out.
 */
class Sic97BayesTest {
    static Stream<Correlation> correlations() {
        return Stream.of(new Exponential(), new Spherical());
    }

    @ParameterizedTest
    @MethodSource("correlations")
    void fullBayesIsBetterThanFittedVariograms(Correlation correlation) {
        Measurements gauges = GeostatData.sic97Gauges();
        GeostatData asked = GeostatData.read("sic97.csv").where("observed", each -> each == 0);
        double[] truth = asked.column("rainfall");
        double mean = Arrays.stream(gauges.values()).average().orElseThrow();
        double variance = Arrays.stream(gauges.values())
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        // A quarter of the extent of 350 km, to within a factor of 2, and any direction.
        double[] median = {variance, 80_000, 0.5, 0, variance / 30};
        CovarianceFamily family = CovarianceFamily.anisotropic(correlation).withNugget();
        Likelihood likelihood = Likelihood.restricted(family, Trend.constant(), gauges);
        Posterior posterior = Posterior.of(
                likelihood, new Hyperprior(family.parameters(), median, new double[] {0.7, 0.7, 1, 180, 1}));
        Prediction prediction = ParameterChain.run(posterior, 30, 40, 2, RandomKey.of(1), median)
                .predict(asked.places());
        double crps = Arrays.stream(prediction.crps(truth)).average().orElseThrow();
        // Chains of 60 draws gave 27.7 for both; another key changes the score by 0.2.
        assertThat(crps).isLessThan(29);
        // The standard error of a coverage of .9 among 367 gauges is .016, and errors of neighbors are correlated.
        assertThat(prediction.coverage(0.9, truth)).isBetween(0.85, 0.96);
    }
}
