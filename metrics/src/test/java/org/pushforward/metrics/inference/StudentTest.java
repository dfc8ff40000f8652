package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTest {
    @ParameterizedTest
    @CsvSource({
        "1, 0.975, 12.706204736174694",
        "2, 0.975, 4.302652729749464",
        "8, 0.99, 2.8964594477096224",
        "9, 0.975, 2.2621571628540993",
        "30, 0.95, 1.697260886593957"
    })
    void quantilesMatchTheTables(double freedom, double probability, double quantile) {
        assertThat(new Student(freedom).quantile(probability)).isCloseTo(quantile, within(1e-9 * quantile));
        assertThat(new Student(freedom).quantile(1 - probability)).isCloseTo(-quantile, within(1e-9 * quantile));
    }

    @Test
    void withOneDegreeOfFreedomItIsTheCauchyDistribution() {
        Student cauchy = new Student(1);
        for (double t = -50; t < 50; t += 0.7) {
            assertThat(cauchy.cumulative(t)).isCloseTo(0.5 + Math.atan(t) / Math.PI, within(1e-13));
        }
    }

    @Test
    void withTwoDegreesOfFreedomItHasAClosedForm() {
        Student student = new Student(2);
        for (double t = -50; t < 50; t += 0.7) {
            assertThat(student.cumulative(t)).isCloseTo(0.5 + t / (2 * Math.sqrt(2 + t * t)), within(1e-13));
        }
    }

    @Test
    void withManyDegreesOfFreedomItIsNormal() {
        assertThat(new Student(1e7).twoSided(1.96)).isCloseTo(NormalProbability.twoSided(1.96), within(1e-7));
    }

    @Test
    void normalDistributionMatchesTheTables() {
        assertThat(NormalProbability.cumulative(0)).isEqualTo(0.5);
        assertThat(NormalProbability.cumulative(-1)).isCloseTo(0.15865525393145707, within(1e-15));
        assertThat(NormalProbability.cumulative(-6)).isCloseTo(9.865876450376946e-10, within(1e-23));
        assertThat(NormalProbability.cumulative(1.6448536269514722)).isCloseTo(0.95, within(1e-14));
        // Series and continued fraction meet at 4.
        assertThat(NormalProbability.twoSided(4 - 1e-9)).isCloseTo(NormalProbability.twoSided(4), within(1e-12));
    }

    @Test
    void whatIsOutOfRangeIsRefused() {
        assertThatThrownBy(() -> new Student(0)).hasMessageContaining("0.0 degrees of freedom");
        assertThatThrownBy(() -> new Student(3).quantile(1)).hasMessageContaining("quantile 1.0");
    }
}
