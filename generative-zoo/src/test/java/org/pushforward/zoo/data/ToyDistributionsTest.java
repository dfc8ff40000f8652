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

/** What holds for every toy law: its density and its samples are of one law. */
class ToyDistributionsTest {
    private static final int COUNT = 40_000;

    static Stream<ToyDistribution> laws() {
        return ToyDistributions.all().stream();
    }

    @ParameterizedTest
    @MethodSource("laws")
    void densityIntegratesToOne(ToyDistribution law) {
        assertThat(integral(law, (x, y) -> 1)).isCloseTo(1, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void expectedLogDensityIsItsIntegral(ToyDistribution law) {
        double integral = integral(law, (x, y) -> Math.max(law.logDensity(x, y), -1e300));

        assertThat(law.expectedLogDensity()).isCloseTo(integral, within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void samplesHaveTheMomentsOfTheDensity(ToyDistribution law) {
        assertMean(law, (x, y) -> x);
        assertMean(law, (x, y) -> y);
        assertMean(law, (x, y) -> x * x);
        assertMean(law, (x, y) -> x * y);
        assertMean(law, (x, y) -> y * y);
        assertMean(law, (x, y) -> Math.cos(3 * x - y));
        assertMean(law, (x, y) -> Math.sin(2 * x + 3 * y) * y);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void meanLogDensityOfSamplesIsTheExpectedOne(ToyDistribution law) {
        HostArray samples = law.points(RandomKey.of(1), COUNT);
        double[] logs = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            logs[i] = law.logDensity(samples.get(2 * i), samples.get(2 * i + 1));
        }

        assertThat(mean(logs)).isCloseTo(law.expectedLogDensity(), within(4 * standardError(logs) + 1e-12));
    }

    @ParameterizedTest
    @MethodSource("laws")
    void drawRepeatsWithItsKeyAndALongerOneBeginsWithTheShorter(ToyDistribution law) {
        HostArray samples = law.points(RandomKey.of(7), 100);

        assertThat(samples.shape()).isEqualTo(Shape.of(100, 2));
        assertThat(law.schema().get("x").shape()).isEqualTo(Shape.of(2));
        assertThat(law.points(RandomKey.of(7), 100)).isEqualTo(samples);
        assertThat(law.points(RandomKey.of(7), 150).rows(0, 100)).isEqualTo(samples);
        assertThat(law.points(RandomKey.of(8), 100)).isNotEqualTo(samples);
    }

    @ParameterizedTest
    @MethodSource("laws")
    void samplesLieWithinThreeOrSo(ToyDistribution law) {
        for (float value : law.points(RandomKey.of(2), COUNT).toFloats()) {
            assertThat(value).isBetween(-3.2f, 3.2f);
        }
    }

    @ParameterizedTest
    @MethodSource("laws")
    void isFoundByItsName(ToyDistribution law) {
        assertThat(ToyDistributions.named(law.name())).isSameAs(law);
    }

    @Test
    void unknownNameIsRefusedWithTheNamesThatThereAre() {
        assertThatThrownBy(() -> ToyDistributions.named("two-moon"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no toy law 'two-moon': expected one of two-moons, eight-gaussians, checkerboard");
    }

    private static void assertMean(ToyDistribution law, DoubleBinaryOperator function) {
        HostArray samples = law.points(RandomKey.of(3), COUNT);
        double[] values = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            values[i] = function.applyAsDouble(samples.get(2 * i), samples.get(2 * i + 1));
        }

        assertThat(mean(values)).isCloseTo(integral(law, function), within(4 * standardError(values)));
    }

    // Midpoints of a grid that the edges of the checkerboard's squares belong to, so that its jumps cost nothing.
    private static double integral(ToyDistribution law, DoubleBinaryOperator function) {
        int steps = 128;
        double step = 8.0 / steps;
        double sum = 0;
        for (int i = 0; i < steps; i++) {
            for (int j = 0; j < steps; j++) {
                double x = -4 + (i + 0.5) * step;
                double y = -4 + (j + 0.5) * step;
                sum += Math.exp(law.logDensity(x, y)) * function.applyAsDouble(x, y);
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
