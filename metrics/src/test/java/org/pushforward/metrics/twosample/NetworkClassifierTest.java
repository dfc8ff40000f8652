package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.train.Trainer;

class NetworkClassifierTest {
    private static final RandomKey KEY = RandomKey.of(29);

    private static Backend oracle;

    @BeforeAll
    static void open() {
        oracle = Backends.open("reference");
    }

    @AfterAll
    static void close() {
        oracle.close();
    }

    private static HostArray normal(String name, int count, double shift) {
        double[] values = KEY.fold(name).normal(Shape.of(count, 2)).toDoubles();
        for (int i = 0; i < values.length; i += 2) {
            values[i] += shift;
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }

    /** P28: for means d apart the best accuracy is Phi(d / 2) and the best area Phi(d / sqrt 2). */
    @Test
    void aNetworkComesNearTheBestAccuracyOfGaussians() {
        double d = 1.5;
        int count = 500;
        ClassifierTest.ClassifierTestResult found =
                ClassifierTest.of(NetworkClassifier.on(oracle)).test(normal("x", count, 0), normal("y", count, d), KEY);

        double accuracy = NormalProbability.cumulative(d / 2);
        double area = NormalProbability.cumulative(d / Math.sqrt(2));
        double ofAccuracy = Math.sqrt(accuracy * (1 - accuracy) / 2 / count);
        double ofArea = Math.sqrt(area * (1 - area) / count);
        // Three standard errors, and below 0.02 for a border that was learned from 800 points.
        assertThat(found.accuracy()).isBetween(accuracy - 3 * ofAccuracy - 0.02, accuracy + 3 * ofAccuracy);
        assertThat(found.area()).isBetween(area - 3 * ofArea - 0.02, area + 3 * ofArea);
        assertThat(found.pValue()).isLessThan(1e-10);
        assertThat(found.firstAsFirst() + found.firstAsSecond()).isEqualTo(count);
        assertThat(found.secondAsFirst() + found.secondAsSecond()).isEqualTo(count);
    }

    @Test
    void aNetworkCannotTellSamplesOfOneDistribution() {
        int count = 500;
        ClassifierTest.ClassifierTestResult found =
                ClassifierTest.of(NetworkClassifier.on(oracle)).test(normal("x", count, 0), normal("y", count, 0), KEY);

        // Four standard errors of a half.
        assertThat(found.accuracy()).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 2 / count)));
        assertThat(found.pValue()).isGreaterThan(0.001);
    }

    /** A circle of radius sqrt 2 has the means and covariances of the normal distribution. */
    @Test
    void aNetworkSeesWhatMomentsDoNotShow() {
        int count = 300;
        double[] circle = normal("circle", count, 0).toDoubles();
        for (int i = 0; i < circle.length; i += 2) {
            double norm = Math.hypot(circle[i], circle[i + 1]) / Math.sqrt(2);
            circle[i] /= norm;
            circle[i + 1] /= norm;
        }
        HostArray x = normal("x", count, 0);
        HostArray y = HostArray.wrap(x.shape(), circle);

        // The standard error of the area between samples of one distribution, 0.024: sqrt((n + m + 1) / (12 n m)).
        double nullError = Math.sqrt((2 * count + 1) / (12.0 * count * count));
        assertThat(ClassifierTest.of(ClassifierTest.Features.QUADRATIC)
                        .test(x, y, KEY)
                        .area())
                .isCloseTo(0.5, within(4 * nullError));
        assertThat(new ClassifierTest(NetworkClassifier.on(oracle), 2)
                        .test(x, y, KEY)
                        .area())
                .isGreaterThan(0.5 + 8 * nullError);
    }

    @Test
    void permutationsOfANetworkSeeAShift() {
        ClassifierTest test = new ClassifierTest(new NetworkClassifier(oracle, 20), 2);

        assertThat(test.permutationP(normal("x", 40, 0), normal("y", 30, 2), 9, KEY))
                .isEqualTo(0.1);
        assertThat(test.permutationP(normal("x", 40, 0), normal("y", 30, 0), 9, KEY))
                .isGreaterThan(0.1);
    }

    @Test
    void theSameKeyGivesTheSameNumbers() {
        ClassifierTest test = new ClassifierTest(new NetworkClassifier(oracle, 3), 2);
        HostArray x = normal("x", 30, 0);
        HostArray y = normal("y", 30, 1);

        assertThat(test.test(x, y, KEY)).isEqualTo(test.test(x, y, KEY));
        assertThatThrownBy(() -> new NetworkClassifier(oracle, 0)).hasMessageContaining("0 epochs");
    }

    /** The loss of the first step, computed by hand from the initial weights. */
    @Test
    void theLossIsTheCrossEntropyAndThePenaltyOfWeights() {
        TwoSampleNetwork network = TwoSampleNetwork.perceptron(2);
        double[][] points = {{0.5, -1}, {2, 0.3}, {-0.7, 0.1}};
        double[] labels = {1, 0, 1};
        Rows rows = Rows.of(HostArray.of(Shape.of(3, 2), 0.5f, -1, 2, 0.3f, -0.7f, 0.1f))
                .with(TwoSampleNetwork.LABEL, HostArray.of(Shape.of(3, 1), 1f, 0, 1));
        double loss = Trainer.on(oracle)
                .batch(3)
                .iterations(1)
                .train(network, new ShuffledEpochs(rows, KEY), KEY)
                .losses()
                .get(TwoSampleNetwork.GROUP)[0];

        ParameterValues initial = ParameterValues.initial(network.variables(), KEY.fold("parameters"));
        // Float32; the penalty is some 4e-4.
        assertThat(loss).isCloseTo(loss(points, labels, initial), within(2e-6));
    }

    /** Glorot's uniform weights: 40 of them between -+ sqrt(6 / (2 + 20)). All are below 0.9 of that with probability 1.5 %. */
    @Test
    void weightsBeginWithTheirWidthAndPointsHaveLabels() {
        TwoSampleNetwork network = TwoSampleNetwork.perceptron(2);
        double[] weights = ParameterValues.initial(network.variables(), KEY)
                .get("0.weight")
                .toDoubles();
        assertThat(weights).hasSize(40);
        double largest = Arrays.stream(weights).map(Math::abs).max().orElseThrow();
        assertThat(largest).isBetween(0.9 * Math.sqrt(6.0 / 22), Math.sqrt(6.0 / 22));
        assertThat(network.schema())
                .isEqualTo(Schema.of(Shape.of(2)).with("label", new TensorType(DType.F32, Shape.of(1))));
    }

    /** The loss of the second step: after a first one at the rate 0.5, half of the squares of biases would be 1e-4 and more. */
    @Test
    void biasesAreNotPenalized() {
        TwoSampleNetwork network = TwoSampleNetwork.perceptron(2);
        double[][] points = {{0.5, -1}, {2, 0.3}, {-0.7, 0.1}};
        double[] labels = {1, 0, 1};
        Rows rows = Rows.of(HostArray.of(Shape.of(3, 2), 0.5f, -1, 2, 0.3f, -0.7f, 0.1f))
                .with(TwoSampleNetwork.LABEL, HostArray.of(Shape.of(3, 1), 1f, 0, 1));
        Trainer trainer = Trainer.on(oracle).adam(0.5).batch(3);
        ParameterValues after = trainer.iterations(1)
                .train(network, new ShuffledEpochs(rows, KEY), KEY)
                .parameters();
        double loss = trainer.iterations(2)
                .train(network, new ShuffledEpochs(rows, KEY), KEY)
                .losses()
                .get(TwoSampleNetwork.GROUP)[1];

        double squares = 0;
        for (int layer = 0; layer < 3; layer++) {
            for (double b : after.get(layer + ".bias").toDoubles()) {
                squares += b * b;
            }
        }
        assertThat(0.5e-4 * squares / 3).isGreaterThan(1e-4);
        // Float32; logits are some tens.
        assertThat(loss).isCloseTo(loss(points, labels, after), within(2e-5));
    }

    /** 450 rows are three batches of 200. Two epochs are six steps, in the order and with the parameters of their own keys. */
    @Test
    void aClassifierIsTheNetworkAfterTheStepsOfItsEpochs() {
        int count = 450;
        double[][] points = new double[count][2];
        boolean[] first = new boolean[count];
        float[] values = new float[2 * count];
        float[] labels = new float[count];
        float[] numbers = normal("points", count, 0).cast(DType.F32).toFloats();
        for (int i = 0; i < count; i++) {
            first[i] = i % 3 == 0;
            labels[i] = first[i] ? 1 : 0;
            for (int j = 0; j < 2; j++) {
                values[2 * i + j] = numbers[2 * i + j] + labels[i];
                points[i][j] = values[2 * i + j];
            }
        }
        double[][] asked = {{0.3, -0.4}, {1.5, 2}};

        double[] found = new ClassifierTraining(oracle, 2, 200, 0.01)
                .probabilities(TwoSampleNetwork.perceptron(2), points, first, asked, KEY);

        TwoSampleNetwork network = TwoSampleNetwork.perceptron(2);
        Rows rows = Rows.of(HostArray.wrap(Shape.of(count, 2), values))
                .with(TwoSampleNetwork.LABEL, HostArray.wrap(Shape.of(count, 1), labels));
        ParameterValues learned = Trainer.on(oracle)
                .adam(0.01)
                .batch(200)
                .iterations(6)
                .train(network, new ShuffledEpochs(rows, KEY.fold("order")), KEY.fold("training"))
                .parameters();
        for (int i = 0; i < 2; i++) {
            assertThat(found[i]).isCloseTo(1 / (1 + Math.exp(-logit(asked[i], learned))), within(1e-6));
        }
        double[] fewer = new ClassifierTraining(oracle, 1, 500, 0.01)
                .probabilities(TwoSampleNetwork.perceptron(2), points, first, asked, KEY);
        ParameterValues once = Trainer.on(oracle)
                .adam(0.01)
                .batch(count)
                .iterations(1)
                .train(network, new ShuffledEpochs(rows, KEY.fold("order")), KEY.fold("training"))
                .parameters();
        assertThat(fewer[0]).isCloseTo(1 / (1 + Math.exp(-logit(asked[0], once))), within(1e-6));
        assertThatThrownBy(() -> new ClassifierTraining(oracle, 0, 200, 0.01)).hasMessageContaining("0 epochs");
    }

    private static double loss(double[][] points, double[] labels, ParameterValues parameters) {
        double expected = 0;
        for (int i = 0; i < 3; i++) {
            double logit = logit(points[i], parameters);
            expected += (Math.log1p(Math.exp(logit)) - labels[i] * logit) / 3;
        }
        for (int layer = 0; layer < 3; layer++) {
            for (double w : parameters.get(layer + ".weight").toDoubles()) {
                expected += 0.5e-4 * w * w / 3;
            }
        }
        return expected;
    }

    private static double logit(double[] point, ParameterValues parameters) {
        double[] values = point;
        for (int layer = 0; layer < 3; layer++) {
            values = affine(values, parameters.get(layer + ".weight"), parameters.get(layer + ".bias"));
            if (layer < 2) {
                values = Arrays.stream(values).map(v -> Math.max(v, 0)).toArray();
            }
        }
        return values[0];
    }

    private static double[] affine(double[] x, HostArray weight, HostArray bias) {
        double[] y = bias.toDoubles();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < y.length; j++) {
                y[j] += x[i] * weight.get(i, j);
            }
        }
        return y;
    }

    /** Epochs of two steps, by their mean loss. A fall by less than 1e-4 is none, but the next one is counted from there. */
    @Test
    void trainingEndsElevenEpochsAfterTheLossHasFallen() {
        double[] means = new double[30];
        Arrays.fill(means, 0.5);
        means[0] = 0.6;
        means[5] = 0.49995;
        means[8] = 0.4;
        means[12] = 0.39;
        ClassifierTraining.Epochs epochs = new ClassifierTraining.Epochs(2);
        int ended = 0;
        while (!epochs.stop.isRequested()) {
            double mean = means[ended];
            epochs.iterated(2 * ended + 1, 60, Map.of(TwoSampleNetwork.GROUP, mean + 0.3));
            assertThat(epochs.stop.isRequested()).isFalse();
            epochs.iterated(2 * ended + 2, 60, Map.of(TwoSampleNetwork.GROUP, mean - 0.3));
            ended++;
        }
        assertThat(ended).isEqualTo(13 + 11);

        ClassifierTraining.Epochs slow = new ClassifierTraining.Epochs(1);
        for (int i = 1; i <= 12; i++) {
            assertThat(slow.stop.isRequested()).isFalse();
            slow.iterated(i, 12, Map.of(TwoSampleNetwork.GROUP, 1 - 0.00009 * i));
        }
        assertThat(slow.stop.isRequested()).isTrue();
    }

    @Test
    void theFirstSampleStandardizesBoth() {
        StandardizedPair pair = StandardizedPair.byFirst(normal("x", 50, 3), normal("y", 50, 5));

        Estimate first = Estimate.of(
                Arrays.stream(pair.first()).mapToDouble(row -> row[0]).toArray());
        Estimate second = Estimate.of(
                Arrays.stream(pair.second()).mapToDouble(row -> row[0]).toArray());
        assertThat(first.mean()).isCloseTo(0, within(1e-12));
        assertThat(first.standardDeviation()).isCloseTo(1, within(1e-12));
        assertThat(second.mean()).isBetween(1.4, 2.6);
    }
}
