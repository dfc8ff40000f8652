package org.pushforward.zoo.field.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Spherical;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.simulation.PointSampler;

class LikelihoodGradientTest {
    private static final Grid GRID = Grid.of(5, 6);

    private final Backend oracle = Backends.open("reference");

    @AfterEach
    void close() {
        oracle.close();
    }

    private static Measurements gauges() {
        return Measurements.withNoise(
                GRID.places(),
                PointSampler.of(Structure.of(new Exponential(), 2, 3), GRID.places())
                        .sample(1, RandomKey.of(1))
                        .toDoubles(),
                RandomKey.of(2).uniform(Shape.of(30)).toDoubles());
    }

    private record Case(CovarianceFamily family, boolean restricted, double... values) {}

    static Stream<Case> cases() {
        return Stream.of(
                new Case(CovarianceFamily.of(new Exponential()), false, 1.5, 2),
                new Case(CovarianceFamily.of(new Exponential()), true, 1.5, 2),
                new Case(CovarianceFamily.of(new Spherical()).withNugget(), true, 1.5, 3.3, 0.4),
                new Case(CovarianceFamily.of(new SquaredExponential()).with("range", 1.4), true, 1.5),
                new Case(CovarianceFamily.of(new Matern(1.5)).withNugget().with("nugget", 0.3), false, 1.5, 2),
                new Case(CovarianceFamily.anisotropic(new Matern(2.5)).withNugget(), true, 1.5, 2, 0.6, 40, 0.2),
                new Case(CovarianceFamily.anisotropic(new Matern(0.5)), true, 1.5, 2, 0.6, 40));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void gradientsMatchDifferenceQuotients(Case each) {
        Likelihood known = new Likelihood(each.family, Trend.polynomial(1), gauges(), each.restricted, false);
        double[] more = Arrays.copyOf(each.values, each.values.length + 1);
        more[each.values.length] = 0.7;
        compare(known, each.values);
        compare(known.withUnknownNoise(), more);
    }

    private void compare(Likelihood likelihood, double... values) {
        try (LikelihoodGradient gradient = LikelihoodGradient.of(likelihood, oracle)) {
            double[] derivatives = gradient.at(values);
            assertThat(derivatives).hasSameSizeAs(values);
            for (int i = 0; i < values.length; i++) {
                double step = 1e-5 * values[i];
                double[] up = values.clone();
                double[] down = values.clone();
                up[i] += step;
                down[i] -= step;
                double quotient = (likelihood.at(up) - likelihood.at(down)) / (2 * step);
                assertThat(derivatives[i]).isCloseTo(quotient, within(1e-6 * (1 + Math.abs(quotient))));
            }
        }
    }

    @Test
    void bothSearchesFindTheSameMaximum() {
        Likelihood likelihood =
                Likelihood.restricted(CovarianceFamily.of(new Matern(1.5)).withNugget(), Trend.constant(), gauges());
        Hyperprior prior =
                new Hyperprior(likelihood.parameters(), new double[] {1, 2, 0.5}, new double[] {0.7, 0.5, 0.7});
        Posterior posterior = Posterior.of(likelihood, prior);
        LikelihoodFit without = LikelihoodFit.of(posterior, 1, 2, 0.5);
        LikelihoodFit with = LikelihoodFit.withGradient(posterior, oracle, 1, 2, 0.5);
        assertThat(with.logDensity()).isCloseTo(without.logDensity(), within(1e-6));
        for (int i = 0; i < 3; i++) {
            assertThat(with.parameters()[i]).isCloseTo(without.parameters()[i], within(2e-3));
        }
    }

    /** From 46,342 gauges on, the number of pairs is above 2^31. */
    @Test
    void tooManyGaugesAreRefused() {
        Grid large = Grid.of(200, 250);
        Measurements many = Measurements.of(large.places(), new double[large.cells()]);
        Likelihood likelihood = Likelihood.restricted(CovarianceFamily.of(new Exponential()), Trend.constant(), many);
        assertThatThrownBy(() -> LikelihoodGradient.of(likelihood, oracle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("derivatives of the likelihood of 50000 gauges: expected 10000 or fewer");
    }

    @Test
    void familiesWithoutDerivativesAreRefused() {
        Likelihood smooth = Likelihood.restricted(CovarianceFamily.matern(), Trend.constant(), gauges());
        assertThatThrownBy(() -> LikelihoodGradient.of(smooth, oracle))
                .hasMessageContaining("it has no form in graphs");
        Likelihood fixed = Likelihood.restricted(CovarianceFamily.of(new Matern(1.2)), Trend.constant(), gauges());
        assertThatThrownBy(() -> LikelihoodGradient.of(fixed, oracle))
                .hasMessageContaining("derivatives of a Matern correlation of smoothness 1.2");
    }
}
