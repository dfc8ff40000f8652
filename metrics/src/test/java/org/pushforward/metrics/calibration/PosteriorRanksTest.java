package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;

/** Checks ranks that are known, without any distribution. */
class PosteriorRanksTest {
    private static final RandomKey KEY = RandomKey.of(3);

    private static Simulations one(double[] truth, double[]... draws) {
        return new Simulations(new double[][] {truth}, new double[][] {{1, 2}}, new double[][][] {draws});
    }

    @Test
    void aRankIsTheNumberOfSmallerDraws() {
        Simulations simulations =
                one(new double[] {0, 2.5}, new double[] {9, 1}, new double[] {9, 2}, new double[] {9, 3});
        for (int k = 0; k < 50; k++) {
            double second =
                    new PosteriorRanks(simulations).ofParameter(1, KEY.fold(k)).ascending()[0];
            assertThat(second).isBetween(0.5, 0.75);
            double first =
                    new PosteriorRanks(simulations).ofParameter(0, KEY.fold(k)).ascending()[0];
            assertThat(first).isBetween(0.0, 0.25);
        }
    }

    /** The truth equals two of three draws and exceeds one, so its rank is 1, 2 or 3 with equal probability. */
    @Test
    void tiesAreBrokenAtRandom() {
        Simulations simulations = one(new double[] {1}, new double[] {0}, new double[] {1}, new double[] {1});
        int[] counts = new int[4];
        int times = 3000;
        for (int k = 0; k < times; k++) {
            double number =
                    new PosteriorRanks(simulations).ofParameter(0, KEY.fold(k)).ascending()[0];
            counts[(int) (4 * number)]++;
        }
        assertThat(counts[0]).isZero();
        // Five standard deviations of a binomial count.
        double reach = 5 * Math.sqrt(times * 2 / 9.0);
        Arrays.stream(counts).skip(1).forEach(count -> assertThat((double) count)
                .isBetween(times / 3.0 - reach, times / 3.0 + reach));
    }

    @Test
    void randomPointsRankTheSquaredDistance() {
        // The distances from the reference (1, 2) are 5 for the truth, and sqrt(2), sqrt(13), sqrt(26) and sqrt(50) for
        // the draws.
        Simulations simulations = one(
                new double[] {4, 6}, new double[] {2, 3}, new double[] {3, 5}, new double[] {6, 3}, new double[] {-4, -3
                });
        for (int k = 0; k < 50; k++) {
            double number = new RandomPointCoverage(simulations)
                    .of(data -> data, KEY.fold(k))
                    .ascending()[0];
            assertThat(number).isBetween(0.4, 0.6);
            // From (0, 0), all draws are closer than the truth, whose distance is sqrt(52).
            double last = new RandomPointCoverage(simulations)
                    .of(data -> new double[2], KEY.fold(k))
                    .ascending()[0];
            assertThat(last).isBetween(0.8, 1.0);
        }
    }

    @Test
    void refusesSetsOfDifferentSizes() {
        assertThatThrownBy(() -> new Simulations(new double[0][], new double[0][], new double[0][][]))
                .hasMessageContaining("simulations of 0 parameters");
        assertThatThrownBy(() -> new Simulations(new double[2][1], new double[1][1], new double[2][1][1]))
                .hasMessageContaining("1 data");
        assertThatThrownBy(() -> new Simulations(new double[1][1], new double[1][1], new double[2][1][1]))
                .hasMessageContaining("2 sets of draws");
        assertThatThrownBy(() -> new Simulations(new double[1][1], new double[1][1], new double[1][0][1]))
                .hasMessageContaining("simulation 0 has 0 draws");
        assertThatThrownBy(() -> new Simulations(new double[1][2], new double[1][1], new double[1][3][1]))
                .hasMessageContaining("1 or more, of 2 parameters");
    }
}
