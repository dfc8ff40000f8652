package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class CalibrationErrorTest {
    private static final RandomKey KEY = RandomKey.of(47);

    @Test
    void theErrorIsTheWeightedDifferenceOfBins() {
        double[] probabilities = {0.9, 0.1, 0.8, 0.2, 0.6};
        boolean[] happened = {true, false, false, true, true};

        CalibrationError found = CalibrationError.ofEvents(probabilities, happened, 2, 10, KEY);

        // Bins {0.1, 0.2} with one event of two and {0.6, 0.8, 0.9} with two of three.
        assertThat(found.error()).isCloseTo((Math.abs(0.3 - 1) + Math.abs(2.3 - 2)) / 5, within(1e-12));
        assertThatThrownBy(() -> CalibrationError.ofEvents(probabilities, happened, 6, 10, KEY))
                .hasMessageContaining("6 bins");
    }

    @Test
    void certainForecastsThatAreRightHaveNoError() {
        double[] certain = {0, 1, 1, 0};

        CalibrationError right =
                CalibrationError.ofEvents(certain, new boolean[] {false, true, true, false}, 4, 9, KEY);
        CalibrationError wrong = CalibrationError.ofEvents(certain, new boolean[] {false, true, true, true}, 1, 9, KEY);

        assertThat(right.error()).isZero();
        assertThat(right.calibrated().mean()).isZero();
        assertThat(right.pValue()).isEqualTo(1);
        assertThat(wrong.error()).isEqualTo(0.25);
        assertThat(wrong.pValue()).isEqualTo(0.1);
    }

    @Test
    void simulatedForecastsHaveTheErrorsOfCalibratedOnes() {
        int replicates = 2000;
        CalibrationError event =
                CalibrationError.ofEvents(new double[] {0.3}, new boolean[] {false}, 1, replicates, KEY);
        CalibrationError rank = CalibrationError.ofRanks(Uniformity.of(0.5), replicates, KEY);

        // 0.7 with probability 0.3 and 0.3 otherwise; all reach 0.3.
        assertThat(event.calibrated().mean()).isCloseTo(0.42, within(4 * 0.4 * Math.sqrt(0.21 / replicates)));
        assertThat(event.calibrated().count()).isEqualTo(replicates);
        assertThat(event.pValue()).isEqualTo(1);
        // A rank at level c has the error c^2 / 2 + (1 - c)^2 / 2, of mean 1/3 and variance 1/180 for a uniform c.
        assertThat(rank.calibrated().mean()).isCloseTo(1.0 / 3, within(4 / Math.sqrt(180.0 * replicates)));
    }

    @Test
    void forecastsOutOfRangeAreRefused() {
        boolean[] two = new boolean[2];
        for (double bad : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> CalibrationError.ofEvents(new double[] {0.5, bad}, two, 1, 2, KEY))
                    .hasMessageContaining("all from 0 to 1");
        }
        assertThatThrownBy(() -> CalibrationError.ofEvents(new double[] {0.5, 0.5}, two, 0, 2, KEY))
                .hasMessageContaining("in 0 bins");
        assertThatThrownBy(() -> CalibrationError.ofEvents(new double[] {0.5}, two, 1, 2, KEY))
                .hasMessageContaining("1 probabilities of 2 events");
        assertThat(CalibrationError.ofEvents(new double[] {0.5, 0.5}, two, 2, 2, KEY)
                        .error())
                .isEqualTo(0.5);
    }

    @Test
    void calibratedEventsPassAtTheLevelAndOthersDoNot() {
        int rejected = 0;
        for (int i = 0; i < 200; i++) {
            double[] probabilities =
                    KEY.fold("p").fold(i).uniform(Shape.of(100)).toDoubles();
            boolean[] happened = events(probabilities, KEY.fold("events").fold(i));
            rejected += CalibrationError.ofEvents(probabilities, happened, 10, 39, KEY.fold(i))
                                    .pValue()
                            <= 0.05
                    ? 1
                    : 0;
        }
        // Ten expected with standard deviation 3.1.
        assertThat(rejected).isBetween(1, 22);

        double[] stated = KEY.fold("stated").uniform(Shape.of(2000)).toDoubles();
        double[] actual = stated.clone();
        for (int i = 0; i < stated.length; i++) {
            stated[i] = stated[i] < 0.5 ? 0.5 * stated[i] : 1 - 0.5 * (1 - stated[i]);
        }
        CalibrationError tooSure =
                CalibrationError.ofEvents(stated, events(actual, KEY.fold("true")), 10, 99, KEY.fold("judged"));
        // The mean of |p - p / 2| over p from 0 to 1/2 is 1/8; four standard errors of about 0.01.
        assertThat(tooSure.error()).isCloseTo(0.125, within(0.04));
        assertThat(tooSure.pValue()).isEqualTo(0.01);
        assertThat(tooSure.calibrated().mean()).isLessThan(0.05);
    }

    private static boolean[] events(double[] probabilities, RandomKey key) {
        double[] uniform = key.uniform(Shape.of(probabilities.length)).toDoubles();
        boolean[] happened = new boolean[uniform.length];
        for (int i = 0; i < uniform.length; i++) {
            happened[i] = uniform[i] < probabilities[i];
        }
        return happened;
    }

    @Test
    void theErrorOfIntervalsIsTheAreaBetweenCurveAndDiagonal() {
        // Covered from level 1/2 on: the area of a triangle of side 1/2, twice.
        assertThat(CalibrationError.ofRanks(Uniformity.of(0.25), 2, KEY).error())
                .isCloseTo(0.25, within(1e-12));
        // Half covered from level 0.2 on, and all from 0.6 on: triangles of sides 0.2, 0.3, 0.1 and 0.4.
        assertThat(CalibrationError.ofRanks(Uniformity.of(0.6, 0.2), 2, KEY).error())
                .isCloseTo((0.04 + 0.09 + 0.01 + 0.16) / 2, within(1e-12));
        // Never covered, or always.
        assertThat(CalibrationError.ofRanks(Uniformity.of(0, 1), 2, KEY).error())
                .isCloseTo(0.5, within(1e-12));
        assertThat(CalibrationError.ofRanks(Uniformity.of(0.5), 2, KEY).error()).isCloseTo(0.5, within(1e-12));
        assertThatThrownBy(() -> CalibrationError.ofRanks(Uniformity.of(0.5), 1, KEY))
                .hasMessageContaining("1 simulated forecasts");
    }

    @Test
    void aNarrowPosteriorIsFarAndARightOneIsNot() {
        double[] right = KEY.fold("right").uniform(Shape.of(1000)).toDoubles();
        double[] narrow = right.clone();
        for (int i = 0; i < narrow.length; i++) {
            // Ranks crowd at the ends.
            narrow[i] = narrow[i] < 0.5 ? 2 * narrow[i] * narrow[i] : 1 - 2 * (1 - narrow[i]) * (1 - narrow[i]);
        }
        CalibrationError bad = CalibrationError.ofRanks(Uniformity.of(narrow), 199, KEY);
        CalibrationError good = CalibrationError.ofRanks(Uniformity.of(right), 199, KEY);

        assertThat(good.pValue()).isGreaterThan(0.01);
        // |2 u - 1| = 1 - s^2 of a uniform s, so F(c) = 1 - sqrt(1 - c), and the mean of c - F(c) is 1/2 - 1/3.
        assertThat(bad.error()).isCloseTo(1.0 / 6, within(0.04));
        assertThat(bad.pValue()).isEqualTo(0.005);
    }
}
