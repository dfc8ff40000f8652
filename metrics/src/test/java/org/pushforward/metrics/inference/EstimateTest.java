package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class EstimateTest {
    @Test
    void meanAndIntervalFollowStudent() {
        Estimate estimate = Estimate.of(1, 2, 6);

        assertThat(estimate.mean()).isEqualTo(3);
        assertThat(estimate.standardDeviation()).isCloseTo(Math.sqrt(7), within(1e-15));
        assertThat(estimate.standardError()).isCloseTo(Math.sqrt(7.0 / 3), within(1e-15));
        Interval interval = estimate.interval(0.95);
        double reach = 4.302652729749464 * Math.sqrt(7.0 / 3);
        assertThat(interval.low()).isCloseTo(3 - reach, within(1e-9));
        assertThat(interval.high()).isCloseTo(3 + reach, within(1e-9));
    }

    @Test
    void aSingleNumberHasNoSpread() {
        assertThat(Estimate.of(4).standardDeviation()).isNaN();
        assertThatThrownBy(() -> Estimate.of(4).interval(0.95)).hasMessageContaining("a single number");
        assertThatThrownBy(Estimate::of).hasMessageContaining("no numbers");
    }

    @Test
    void aPairedComparisonIsTheTestOfTheDifferences() {
        // Differences 1, 2, 3: t = 2 / (1 / sqrt 3) = 2 sqrt 3 with 2 degrees of freedom.
        PairedComparison comparison = PairedComparison.of(new double[] {11, 22, 33}, new double[] {10, 20, 30});

        assertThat(comparison.difference().mean()).isEqualTo(2);
        double t = 2 * Math.sqrt(3);
        assertThat(comparison.pValue()).isCloseTo(1 - t / Math.sqrt(2 + t * t), within(1e-12));
        assertThat(PairedComparison.of(new double[] {1, 1}, new double[] {1, 1}).pValue())
                .isEqualTo(1);
        assertThatThrownBy(() -> PairedComparison.of(new double[] {1}, new double[] {1}))
                .hasMessageContaining("1 and 1 numbers");
    }

    @Test
    void holmCorrectionMatchesThePaper() {
        assertThat(Holm.adjusted(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        assertThat(Holm.adjusted(0.5, 0.6)).containsExactly(1, 1);
        assertThat(Holm.adjusted(0.7, 0.9, 0.2)).containsExactly(new double[] {1, 1, 0.6}, within(1e-15));
        assertThat(Holm.adjusted()).isEmpty();
    }

    @Test
    void bootstrapOfAMeanGivesItsStandardError() {
        // Over the draws of blocks the variance of a mean is exactly sum (x - m)^2 / n^2.
        double[] x = {3, 1, 4, 1, 5, 9, 2, 6};
        Estimate estimate = Estimate.of(x);
        double exact = estimate.standardDeviation() * Math.sqrt(7.0 / 8 / 8);

        double error = new BlockBootstrap(20_000, RandomKey.of(3)).standardError(8, drawn -> Arrays.stream(drawn)
                .mapToDouble(i -> x[i])
                .average()
                .orElseThrow());

        // Four standard errors: the standard deviation of 20,000 nearly normal numbers has a relative standard error of
        // 0.5 %.
        assertThat(error).isCloseTo(exact, within(0.02 * exact));
    }

    @Test
    void studentsIntervalContainsTheMeanAtItsLevelEvenForThreeNumbers() {
        int repetitions = 4000;
        double[] normal = RandomKey.of(5).normal(Shape.of(3 * repetitions)).toDoubles();
        int held = 0;
        for (int i = 0; i < repetitions; i++) {
            held += Estimate.of(Arrays.copyOfRange(normal, 3 * i, 3 * i + 3))
                            .interval(0.9)
                            .contains(0)
                    ? 1
                    : 0;
        }
        // Four standard errors of a share of 0.9.
        assertThat((double) held / repetitions).isCloseTo(0.9, within(4 * Math.sqrt(0.09 / repetitions)));
    }
}
