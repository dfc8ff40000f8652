package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks for every toy distribution that its density and its samples agree. */
class ToyDistributionsTest {
    private static final int COUNT = 40_000;

    static Stream<ToyDistribution> distributions() {
        return ToyDistributions.all().stream();
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void densityIntegratesToOne(ToyDistribution distribution) {
        assertThat(integral(distribution, (x, y) -> 1)).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void expectedLogDensityMatchesItsIntegral(ToyDistribution distribution) {
        double integral = integral(distribution, (x, y) -> Math.max(distribution.logDensity(x, y), -1e300));

        assertThat(distribution.expectedLogDensity()).isCloseTo(integral, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void samplesHaveTheMomentsOfTheDensity(ToyDistribution distribution) {
        assertMean(distribution, (x, y) -> x);
        assertMean(distribution, (x, y) -> y);
        assertMean(distribution, (x, y) -> x * x);
        assertMean(distribution, (x, y) -> x * y);
        assertMean(distribution, (x, y) -> y * y);
        assertMean(distribution, (x, y) -> Math.cos(3 * x - y));
        assertMean(distribution, (x, y) -> Math.sin(2 * x + 3 * y) * y);
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void meanLogDensityOfSamplesMatchesTheExpectation(ToyDistribution distribution) {
        HostArray samples = distribution.points(RandomKey.of(1), COUNT);
        double[] logs = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            logs[i] = distribution.logDensity(samples.get(2 * i), samples.get(2 * i + 1));
        }

        assertThat(mean(logs)).isCloseTo(distribution.expectedLogDensity(), within(4 * standardError(logs) + 1e-12));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void drawsRepeatWithTheirKeyAndExtendShorterDraws(ToyDistribution distribution) {
        HostArray samples = distribution.points(RandomKey.of(7), 100);

        assertThat(samples.shape()).isEqualTo(Shape.of(100, 2));
        assertThat(distribution.schema().get("x").shape()).isEqualTo(Shape.of(2));
        assertThat(distribution.points(RandomKey.of(7), 100)).isEqualTo(samples);
        assertThat(distribution.points(RandomKey.of(7), 150).rows(0, 100)).isEqualTo(samples);
        assertThat(distribution.points(RandomKey.of(8), 100)).isNotEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void samplesLieWithinAboutThree(ToyDistribution distribution) {
        for (float value : distribution.points(RandomKey.of(2), COUNT).toFloats()) {
            assertThat(value).isBetween(-3.2f, 3.2f);
        }
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void distributionsAreFoundByName(ToyDistribution distribution) {
        assertThat(ToyDistributions.named(distribution.name())).isSameAs(distribution);
    }

    @Test
    void anUnknownNameListsTheValidOnes() {
        assertThatThrownBy(() -> ToyDistributions.named("two-moon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no toy distribution 'two-moon': expected one of two-moons, eight-gaussians, checkerboard");
    }

    private static void assertMean(ToyDistribution distribution, DoubleBinaryOperator function) {
        HostArray samples = distribution.points(RandomKey.of(3), COUNT);
        double[] values = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = function.applyAsDouble(samples.get(2 * i), samples.get(2 * i + 1));
        }

        assertThat(mean(values)).isCloseTo(integral(distribution, function), within(4 * standardError(values)));
    }

    // Midpoints of a grid that is aligned with the checkerboard's squares, so that jumps cause no error.
    private static double integral(ToyDistribution distribution, DoubleBinaryOperator function) {
        int steps = 128;
        double step = 8.0 / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < steps; j++) {
                double x = -4 + (i + 0.5) * step;
                double y = -4 + (j + 0.5) * step;
                sum += Math.exp(distribution.logDensity(x, y)) * function.applyAsDouble(x, y);
            }
        }
        return sum * step * step;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return Math.sqrt(sum) / values.length;
    }
}
