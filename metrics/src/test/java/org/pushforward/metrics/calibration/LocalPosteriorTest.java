package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.metrics.twosample.ClassifierTest;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/** A parameter with prior N(0, 1), observed with noise N(0, 1), so its posterior is N(y / 2, 1 / 2), and one that leans on y by a share more. */
class LocalPosteriorTest {
    private static final RandomKey KEY = RandomKey.of(59);

    private static Simulations simulations(int count, double slope, RandomKey key) {
        double[] z = key.normal(Shape.of(count, 3)).toDoubles();
        double[][] truth = new double[count][1];
        double[][] data = new double[count][1];
        double[][][] draws = new double[count][1][1];
        for (int i = 0; i < count; i++) {
            truth[i][0] = z[3 * i];
            data[i][0] = truth[i][0] + z[3 * i + 1];
            draws[i][0][0] = slope * data[i][0] + Math.sqrt(0.5) * z[3 * i + 2];
        }
        return new Simulations(truth, data, draws);
    }

    private static LocalClassifierTest test(int permutations) {
        return new LocalClassifierTest(ClassifierTest.Features.QUADRATIC, permutations);
    }

    private static double pValue(int count, int permutations, double slope, double observation, RandomKey key) {
        double[] z = key.fold("draws").normal(Shape.of(200)).toDoubles();
        double[][] draws = new double[z.length][1];
        for (int i = 0; i < z.length; i++) {
            draws[i][0] = slope * observation + Math.sqrt(0.5) * z[i];
        }
        return test(permutations)
                .test(simulations(count, slope, key), new double[] {observation}, draws, key)
                .pValue();
    }

    @Test
    void aFaultShowsWhereItIs() {
        // At y = 3 the mean is 0.2 * 3 = 0.6 too high, at y = 0 it is right.
        assertThat(pValue(1000, 99, 0.7, 3, KEY)).isEqualTo(0.01);
        assertThat(pValue(1000, 99, 0.7, 0, KEY)).isGreaterThan(0.05);
    }

    @Test
    void aRightPosteriorPassesAtTheLevel() {
        int rejected = 0;
        for (int i = 0; i < 40; i++) {
            rejected += pValue(200, 19, 0.5, 1, KEY.fold(i)) <= 0.05 ? 1 : 0;
        }
        // Two expected with standard deviation 1.4: four of those.
        assertThat(rejected).isLessThan(8);
    }

    @Test
    void widthsThatDisagreeAreRefused() {
        assertThatThrownBy(() -> test(1).test(simulations(5, 0.5, KEY), new double[2], new double[3][1], KEY))
                .hasMessageContaining("3 draws for an observation of 2 numbers");
    }
}
