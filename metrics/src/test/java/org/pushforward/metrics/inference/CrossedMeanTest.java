package org.pushforward.metrics.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CrossedMeanTest {
    @Test
    void oneTrainingGivesTheMeanOfUnits() {
        CrossedMean mean = CrossedMean.of(new double[][] {{1, 2, 6}});
        Estimate units = Estimate.of(1, 2, 6);

        assertThat(mean.mean()).isEqualTo(3);
        assertThat(mean.standardError()).isCloseTo(units.standardError(), within(1e-15));
        assertThat(mean.degreesOfFreedom()).isCloseTo(2, within(1e-12));
        assertThat(mean.pValue()).isCloseTo(new Student(2).twoSided(3 / units.standardError()), within(1e-12));
    }

    @Test
    void variancesOfUnitsAndTrainingsAreAdded() {
        // Units 0 and 2, trainings +-1 about them: both means vary with deviation sqrt 2, over 2 of each.
        CrossedMean mean = CrossedMean.of(new double[][] {{-1, 1}, {1, 3}});

        assertThat(mean.mean()).isEqualTo(1);
        assertThat(mean.standardError()).isCloseTo(Math.sqrt(1 + 1), within(1e-15));
        assertThat(mean.degreesOfFreedom()).isCloseTo(2, within(1e-12));
    }

    @Test
    void aSingleNumberHasNoError() {
        assertThat(CrossedMean.of(new double[][] {{5}}).standardError()).isNaN();
        assertThat(CrossedMean.of(new double[][] {{0, 0}}).pValue()).isEqualTo(1);
        assertThatThrownBy(() -> CrossedMean.of(new double[][] {{1, 2}, {1}})).hasMessageContaining("training 1 has 1");
    }
}
