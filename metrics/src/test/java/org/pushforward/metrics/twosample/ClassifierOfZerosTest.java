package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Trains networks on points that are 0 and of the first sample. Only the last bias b learns then, with the derivative p - 1 of the loss
 * in every batch, where p = 1 / (1 + exp(-b)). So steps of Adam in one dimension give p.
 */
class ClassifierOfZerosTest {
    private static final RandomKey KEY = RandomKey.of(37);

    private final Backend oracle = Backends.open("reference");

    @AfterEach
    void close() {
        oracle.close();
    }

    private static double[] learned(Classifier classifier, int count, int width) {
        boolean[] first = new boolean[count];
        Arrays.fill(first, true);
        return classifier.probabilities(new double[count][width], first, new double[2][width], KEY);
    }

    private static double afterAdam(int steps, double rate) {
        double b = 0;
        double first = 0;
        double second = 0;
        for (int step = 1; step <= steps; step++) {
            double slope = 1 / (1 + Math.exp(-b)) - 1;
            first = 0.9 * first + 0.1 * slope;
            second = 0.999 * second + 0.001 * slope * slope;
            b -= rate
                    * first
                    / (1 - Math.pow(0.9, step))
                    / (Math.sqrt(second / (1 - Math.pow(0.999, step))) + 1e-8);
        }
        return 1 / (1 + Math.exp(-b));
    }

    /** Float32; a step changes p by 2.5e-4. */
    @Test
    void aPerceptronTakesStepsOfAThousandthForEach200Points() {
        assertThat(learned(new NetworkClassifier(oracle, 3), 201, 2))
                .containsExactly(new double[] {afterAdam(6, 1e-3), afterAdam(6, 1e-3)}, within(1e-6));
        assertThat(learned(new NetworkClassifier(oracle, 1), 200, 1)[0]).isCloseTo(afterAdam(1, 1e-3), within(1e-6));
    }

    /** Float32; a step changes p by 7.5e-4. */
    @Test
    void aConvolutionTakesStepsOfThreeThousandthsForEach32Fields() {
        assertThat(learned(new ConvolutionalClassifier(oracle, 2, 3, 1, 3), 33, 6))
                .containsExactly(new double[] {afterAdam(6, 3e-3), afterAdam(6, 3e-3)}, within(1e-6));
        assertThat(learned(new ConvolutionalClassifier(oracle, 1, 1, 2, 1), 32, 2)[0])
                .isCloseTo(afterAdam(1, 3e-3), within(1e-6));
    }

    /** The first sample has mean 2 and deviation sqrt 2. */
    @Test
    void theBenchmarksClassifierHasTenThousandEpochsAndStandardizesByTheFirstSample() {
        NetworkClassifier benchmark = NetworkClassifier.on(oracle);
        assertThat(benchmark).isEqualTo(new NetworkClassifier(oracle, 10_000));
        StandardizedPair pair = benchmark.standardized(
                HostArray.of(Shape.of(2, 1), 1.0, 3), HostArray.of(Shape.of(3, 1), 2.0, 4, 10));
        assertThat(pair.first()[0][0]).isCloseTo(-1 / Math.sqrt(2), within(1e-12));
        assertThat(pair.second()[2][0]).isCloseTo(8 / Math.sqrt(2), within(1e-12));
        assertThatThrownBy(() -> new NetworkClassifier(oracle, 0)).hasMessageContaining("0 epochs");
        assertThatThrownBy(() -> new NetworkClassifier(null, 1)).hasMessageContaining("backend");
    }

    @Test
    void fieldsNeedCellsAndTheirNumberOfColumns() {
        for (int i = 0; i < 4; i++) {
            int[] sizes = {1, 1, 1, 1};
            sizes[i] = 0;
            assertThatThrownBy(() -> new ConvolutionalClassifier(oracle, sizes[0], sizes[1], sizes[2], sizes[3]))
                    .hasMessageContaining("expected 1 or more of each");
        }
        assertThat(ConvolutionalClassifier.on(oracle, 3, 2))
                .isEqualTo(new ConvolutionalClassifier(oracle, 1, 3, 2, 30));
        ConvolutionalClassifier classifier = new ConvolutionalClassifier(oracle, 2, 1, 2, 1);
        HostArray narrow = HostArray.of(Shape.of(2, 3), 1.0, 2, 3, 4, 5, 6);
        HostArray flat = HostArray.of(Shape.of(4), 1.0, 2, 3, 4);
        assertThatThrownBy(() -> classifier.exchangeable(narrow, narrow)).hasMessageContaining("expected [n, 4]");
        assertThatThrownBy(() -> classifier.exchangeable(flat, flat)).hasMessageContaining("expected [n, 4]");
        // The second channel is 10, 20, 30, 40 and so on: eight numbers around 45 with squares 4200.
        HostArray x = HostArray.of(Shape.of(2, 4), 1.0, 3, 10, 20, 1, 5, 30, 40);
        HostArray y = HostArray.of(Shape.of(2, 4), 1.0, 7, 50, 60, 1, 9, 70, 80);
        assertThat(classifier.exchangeable(x, y).first()[0][2]).isCloseTo(-35 / Math.sqrt(600), within(1e-12));
        assertThat(classifier.standardized(x, y).second()[1][3]).isCloseTo(35 / Math.sqrt(600), within(1e-12));
    }
}
