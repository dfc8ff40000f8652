package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectableDifferenceTest {

    @ParameterizedTest
    @CsvSource({
        // degrees of freedom, level, true difference in standard errors, power by SciPy 1.17.1 (stats.nct)
        "2, 0.05, 5.302652729749462, 0.7587814561710524",
        "3.5, 0.05, 3.9400886379827282, 0.7964514462762348",
        "7, 0.002, 5.785289628638333, 0.7694951589547906",
        "30, 0.05, 3.0422724563012378, 0.837350059172377",
        "1000, 0.002, 4.098402163912923, 0.8409528803879591"
    })
    void powerIsThatOfTheNoncentralDistribution(double freedom, double level, double difference, double power) {
        DetectableDifference test = new DetectableDifference(0.5, freedom, level);

        // The integral converges exponentially with the steps, and the tail beyond ten deviations is about 1e-12.
        assertThat(test.power(0.5 * difference)).isCloseTo(power, within(1e-8));
        assertThat(test.power(-0.5 * difference)).isCloseTo(power, within(1e-8));
        assertThat(test.at(power)).isCloseTo(0.5 * difference, within(1e-6));
    }

    @Test
    void withoutADifferenceThePowerIsTheLevel() {
        DetectableDifference test = new DetectableDifference(3, 5, 0.05);

        assertThat(test.power(0)).isCloseTo(0.05, within(1e-9));
        assertThat(test.at(0.05)).isCloseTo(0, within(1e-3));
    }

    @Test
    void theDifferenceIsProportionalToTheStandardError() {
        double unit = new DetectableDifference(1, 5, 0.05).at(0.8);

        for (double error : new double[] {1e-7, 1e7}) {
            // Bisection ends at 1e-9 of the difference.
            assertThat(new DetectableDifference(error, 5, 0.05).at(0.8)).isCloseTo(error * unit, within(2e-8 * error));
        }
    }

    @Test
    void withManyDegreesOfFreedomItIsTheSumOfTwoNormalQuantiles() {
        // Beyond the other end of the interval lies less than 1e-6 of the power; Student's quantiles differ by about
        // 1e-5.
        assertThat(new DetectableDifference(2, 1e5, 0.05).at(0.8)).isCloseTo(2 * (1.959964 + 0.841621), within(2e-4));
    }

    @Test
    void anExactMeasurementFindsEveryDifference() {
        DetectableDifference exact = new DetectableDifference(0, 4, 0.05);

        assertThat(exact.at(0.8)).isZero();
        assertThat(exact.power(1e-9)).isEqualTo(1);
        assertThat(exact.power(0)).isEqualTo(0.05);
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new DetectableDifference(-1, 4, 0.05)).hasMessageContaining("standard error -1.0");
        assertThatThrownBy(() -> new DetectableDifference(1, 0, 0.05)).hasMessageContaining("0.0 degrees");
        assertThatThrownBy(() -> new DetectableDifference(1, 4, 1)).hasMessageContaining("level 1.0");
        assertThatThrownBy(() -> new DetectableDifference(1, 4, 0)).hasMessageContaining("level 0.0");
        assertThatThrownBy(() -> new DetectableDifference(1, 4, 0.05).at(0.01)).hasMessageContaining("power 0.01");
        assertThatThrownBy(() -> new DetectableDifference(1, 4, 0.05).at(1)).hasMessageContaining("power 1.0");
    }
}
