package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Compares classifiers with training by the numbers that their papers or pages name. Other tests compute such training by hand. */
class ClassifierSettingsTest {
    private static final RandomKey KEY = RandomKey.of(37);

    private final Backend oracle = Backends.open("reference");

    @AfterEach
    void close() {
        oracle.close();
    }

    private static double[][] normal(String name, int count, int width) {
        double[] values = KEY.fold(name).normal(Shape.of(count, width)).toDoubles();
        return IntStream.range(0, count)
                .mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width))
                .toArray(double[][]::new);
    }

    private static boolean[] labels(int count) {
        boolean[] first = new boolean[count];
        Arrays.fill(first, 0, count / 3, true);
        return first;
    }

    /** Two epochs of 201 points are four steps. */
    @Test
    void aPerceptronTakesStepsOfAThousandthForEach200Points() {
        double[][] points = normal("points", 201, 2);
        double[][] others = normal("others", 3, 2);
        assertThat(new NetworkClassifier(oracle, 2).probabilities(points, labels(201), others, KEY))
                .hasSize(3)
                .isEqualTo(new ClassifierTraining(oracle, 2, 200, 1e-3)
                        .probabilities(TwoSampleNetwork.perceptron(2), points, labels(201), others, KEY));
    }

    /** Two epochs of 33 fields are four steps. */
    @Test
    void aConvolutionTakesStepsOfThreeThousandthsForEach32Fields() {
        double[][] points = normal("fields", 33, 6);
        double[][] others = normal("others", 3, 6);
        assertThat(new ConvolutionalClassifier(oracle, 2, 3, 1, 2).probabilities(points, labels(33), others, KEY))
                .hasSize(3)
                .isEqualTo(new ClassifierTraining(oracle, 2, 32, 3e-3)
                        .probabilities(TwoSampleNetwork.convolutional(2, 3, 1), points, labels(33), others, KEY));
    }

    /** The first sample has mean 2 and deviation sqrt 2. */
    @Test
    void theBenchmarksClassifierHasTenThousandEpochsAndStandardizesByTheFirstSample() {
        NetworkClassifier benchmark = NetworkClassifier.on(oracle);
        assertThat(benchmark).isEqualTo(new NetworkClassifier(oracle, 10_000));
        StandardizedPair pair =
                benchmark.standardized(HostArray.of(Shape.of(2, 1), 1.0, 3), HostArray.of(Shape.of(3, 1), 2.0, 4, 10));
        assertThat(pair.first()[0][0]).isCloseTo(-1 / Math.sqrt(2), within(1e-12));
        assertThat(pair.second()[2][0]).isCloseTo(8 / Math.sqrt(2), within(1e-12));
        assertThatThrownBy(() -> new NetworkClassifier(oracle, 0)).hasMessageContaining("0 epochs");
        assertThat(new NetworkClassifier(oracle, 1).epochs()).isEqualTo(1);
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
        assertThatThrownBy(() -> ConvolutionalClassifier.on(null, 3, 2)).hasMessageContaining("backend");
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
        assertThat(new ConvolutionalClassifier(oracle, 1, 2, 2, 1)
                        .exchangeable(x, y)
                        .first()[0])
                .hasSize(4);
    }
}
