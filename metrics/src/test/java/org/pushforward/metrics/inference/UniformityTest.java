package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class UniformityTest {
    @Test
    void theChiSquareOfTwoDegreesIsAnExponential() {
        ChiSquare test = ChiSquare.of(new long[] {10, 20, 30}, new double[] {1.0 / 3, 1.0 / 3, 1.0 / 3});

        assertThat(test.statistic()).isCloseTo(10, within(1e-12));
        assertThat(test.pValue()).isCloseTo(Math.exp(-5), within(1e-14));
        assertThatThrownBy(() -> ChiSquare.of(new long[] {1, 2}, new double[] {1, 0}))
                .hasMessageContaining("cell 1");
    }

    @Test
    void theLargestDifferenceIsAtAStep() {
        Uniformity test = Uniformity.of(0.9, 0.1, 0.5, 0.55);

        // Below 0.5 a quarter is seen; after 0.55 three quarters.
        assertThat(test.largestDifference()).isCloseTo(0.25, within(1e-15));
        // Reflection exchanges both sides of the steps.
        assertThat(Uniformity.of(0.1, 0.9, 0.5, 0.45).largestDifference()).isCloseTo(0.25, within(1e-15));
        assertThat(Uniformity.of(0.5).largestDifference()).isEqualTo(0.5);
        assertThatThrownBy(() -> Uniformity.of(1.5)).hasMessageContaining("from 0 to 1");
    }

    @Test
    void kolmogorovQuantilesMatchTheTables() {
        Uniformity some =
                Uniformity.of(RandomKey.of(1).uniform(Shape.of(10_000)).toDoubles());

        // 1.3581 and 1.6276 over sqrt n, which Stephens' factor shifts by 0.1 %.
        assertThat(some.bandHalfWidth(0.95) * 100).isCloseTo(1.3581, within(0.003));
        assertThat(some.bandHalfWidth(0.99) * 100).isCloseTo(1.6276, within(0.003));
        assertThat(Uniformity.of(0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96).kolmogorovP())
                .isLessThan(1e-4);
    }

    @Test
    void evenlySpacedNumbersAreSurelyUniform() {
        double[] numbers = new double[10_000];
        Arrays.setAll(numbers, i -> (i + 0.5) / numbers.length);

        assertThat(Uniformity.of(numbers).kolmogorovP()).isEqualTo(1);
    }

    @Test
    void bothTestsKeepTheirLevel() {
        int repetitions = 2000;
        int kolmogorov = 0;
        int pearson = 0;
        for (int i = 0; i < repetitions; i++) {
            Uniformity test = Uniformity.of(
                    RandomKey.of(83).fold(i).uniform(Shape.of(200)).toDoubles());
            kolmogorov += test.kolmogorovP() < 0.05 ? 1 : 0;
            pearson += test.pearsonP(10) < 0.05 ? 1 : 0;
        }
        double error = Math.sqrt(0.05 * 0.95 / repetitions);
        assertThat((double) kolmogorov / repetitions).isCloseTo(0.05, within(4 * error));
        assertThat((double) pearson / repetitions).isCloseTo(0.05, within(4 * error));
    }
}
