package org.pushforward.metrics.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.pushforward.metrics.twosample.Classifier;
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

    /** Keeps what it is asked, and says p for each of the points. */
    private static final class Recorder implements Classifier {
        private final ToDoubleFunction<boolean[]> p;
        private final List<boolean[]> labels = new ArrayList<>();
        private double[][] points;
        private double[][] asked;

        Recorder(ToDoubleFunction<boolean[]> p) {
            this.p = p;
        }

        @Override
        public double[] probabilities(double[][] known, boolean[] first, double[][] others, RandomKey key) {
            points = known;
            labels.add(first);
            asked = others;
            double[] probabilities = new double[others.length];
            Arrays.fill(probabilities, p.applyAsDouble(first));
            return probabilities;
        }
    }

    @Test
    void pointsStandardizeThemselvesAndTheQuestions() {
        Recorder recorder = new Recorder(first -> 0.75);
        Simulations simulations = new Simulations(
                new double[][] {{1}, {3}}, new double[][] {{10}, {10}}, new double[][][] {{{5}, {99}}, {{7}}});
        double deviation = Math.sqrt(20.0 / 3);

        LocalClassifierTest.LocalTestResult found = new LocalClassifierTest(recorder, 3)
                .test(simulations, new double[] {12}, new double[][] {{4}, {4 + deviation}}, KEY);

        // The parameters 1, 5, 3, 7 have mean 4 and the squared deviations 9, 1, 1, 9; the data are constant.
        double[][] points = {{-3 / deviation, 0}, {1 / deviation, 0}, {-1 / deviation, 0}, {3 / deviation, 0}};
        for (int i = 0; i < 4; i++) {
            assertThat(recorder.points[i]).containsExactly(points[i], within(1e-12));
        }
        assertThat(recorder.asked[0]).containsExactly(new double[] {0, 2}, within(1e-12));
        assertThat(recorder.asked[1]).containsExactly(new double[] {1, 2}, within(1e-12));
        assertThat(recorder.labels.get(0)).containsExactly(true, false, true, false);
        assertThat(found.statistic()).isEqualTo(0.0625);
        assertThat(found.pValue()).isEqualTo(1);
    }

    @Test
    void permutationsSwapTheLabelsOfRandomPairs() {
        int pairs = 40;
        int permutations = 99;
        boolean[] right = new boolean[2 * pairs];
        for (int i = 0; i < pairs; i++) {
            right[2 * i] = true;
        }
        Recorder recorder = new Recorder(first -> Arrays.equals(first, right) ? 1 : 0.5);

        LocalClassifierTest.LocalTestResult found = new LocalClassifierTest(recorder, permutations)
                .test(simulations(pairs, 0.5, KEY), new double[1], new double[1][1], KEY);

        assertThat(found.statistic()).isEqualTo(0.25);
        assertThat(found.pValue()).isEqualTo(0.01);
        int swaps = 0;
        for (boolean[] labels : recorder.labels.subList(1, 1 + permutations)) {
            for (int i = 0; i < pairs; i++) {
                assertThat(labels[2 * i]).isNotEqualTo(labels[2 * i + 1]);
                swaps += labels[2 * i + 1] ? 1 : 0;
            }
        }
        // Four standard deviations of a binomial count.
        assertThat((double) swaps).isCloseTo(permutations * pairs / 2.0, within(2 * Math.sqrt(permutations * pairs)));
        assertThat(recorder.labels.get(1)).isNotEqualTo(recorder.labels.get(2));
    }

    @Test
    void widthsThatDisagreeAreRefused() {
        assertThatThrownBy(() -> test(0)).hasMessageContaining("0 permutations");
        assertThatThrownBy(() -> test(1).test(simulations(1, 0.5, KEY), new double[1], new double[1][1], KEY))
                .hasMessageContaining("beside 1 simulations");
        assertThatThrownBy(() -> test(1).test(simulations(5, 0.5, KEY), new double[1], new double[0][1], KEY))
                .hasMessageContaining("0 draws");
        assertThatThrownBy(() -> test(1).test(simulations(5, 0.5, KEY), new double[1], new double[3][2], KEY))
                .hasMessageContaining("of 1 parameters");
        assertThat(test(1).test(simulations(2, 0.5, KEY), new double[1], new double[1][1], KEY)
                        .statistic())
                .isBetween(0.0, 0.25);
        assertThatThrownBy(() -> test(1).test(simulations(5, 0.5, KEY), new double[2], new double[3][1], KEY))
                .hasMessageContaining("3 draws for an observation of 2 numbers");
    }
}
