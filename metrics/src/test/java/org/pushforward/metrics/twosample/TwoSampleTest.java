package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pushforward.metrics.twosample.ShiftedNormal.normal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class TwoSampleTest {
    private static final RandomKey KEY = RandomKey.of(71);

    /** P28: for means d apart the accuracy is Phi(d / 2) and the area Phi(d / sqrt 2). */
    @Test
    void classifierReachesTheBestAccuracyForGaussians() {
        double d = 1.2;
        int count = 4000;
        ClassifierTest.ClassifierTestResult found = ClassifierTest.of(ClassifierTest.Features.LINEAR)
                .test(normal(KEY.fold("x"), count, 0), normal(KEY.fold("y"), count, d), KEY);

        double accuracy = NormalProbability.cumulative(d / 2);
        double area = NormalProbability.cumulative(d / Math.sqrt(2));
        // Three standard errors: of a share of 2n points, and of an area over n pairs, at most sqrt(A (1 - A) / n).
        assertThat(found.accuracy()).isCloseTo(accuracy, within(3 * Math.sqrt(accuracy * (1 - accuracy) / 2 / count)));
        assertThat(found.area()).isCloseTo(area, within(3 * Math.sqrt(area * (1 - area) / count)));
        assertThat(found.pValue()).isLessThan(1e-10);
        assertThat(found.firstAsFirst() + found.firstAsSecond()).isEqualTo(count);
        assertThat(found.firstAsFirst() + found.secondAsSecond())
                .isEqualTo((int) Math.round(found.accuracy() * 2 * count));
    }

    /** Takes the only column of a point for the probability, and keeps what it is asked. */
    private static final class Reader implements Classifier {
        private final List<double[][]> learned = new ArrayList<>();
        private final List<boolean[]> labels = new ArrayList<>();
        private final List<double[][]> asked = new ArrayList<>();
        private final Set<RandomKey> keys = new HashSet<>();

        @Override
        public double[] probabilities(double[][] points, boolean[] first, double[][] others, RandomKey key) {
            learned.add(points);
            labels.add(first);
            asked.add(others);
            keys.add(key);
            return Arrays.stream(others).mapToDouble(point -> point[0]).toArray();
        }

        @Override
        public StandardizedPair exchangeable(HostArray first, HostArray second) {
            return new StandardizedPair(rows(first), rows(second), List.of("as it is"));
        }

        private static double[][] rows(HostArray sample) {
            return Arrays.stream(sample.toDoubles())
                    .mapToObj(value -> new double[] {value})
                    .toArray(double[][]::new);
        }
    }

    private static HostArray line(double... values) {
        return HostArray.of(Shape.of(values.length, 1), values);
    }

    @Test
    void countsAreaAndPValueOfKnownPredictions() {
        ClassifierTest.ClassifierTestResult found =
                ClassifierTest.of(new Reader()).test(line(0.9, 0.8, 0.6, 0.5, 0.2), line(0.5, 0.3, 0.1), KEY);

        // A half is not more than a half.
        assertThat(found.firstAsFirst()).isEqualTo(3);
        assertThat(found.firstAsSecond()).isEqualTo(2);
        assertThat(found.secondAsFirst()).isZero();
        assertThat(found.secondAsSecond()).isEqualTo(3);
        assertThat(found.accuracy()).isEqualTo(0.75);
        // Of 15 pairs, 12 are in order and one is a tie.
        assertThat(found.area()).isCloseTo(12.5 / 15, within(1e-12));
        // Guessing the larger sample is right 5 times of 8, with variance 15 / 64 / 8.
        assertThat(found.pValue()).isCloseTo(NormalProbability.cumulative(-Math.sqrt(8 / 15.0)), within(1e-12));
        assertThat(found.remarks()).containsExactly("as it is");
        assertThat(ClassifierTest.of(new Reader())
                        .test(line(0.1, 0.2), line(0.6, 0.2, 0.7), KEY)
                        .secondAsFirst())
                .isEqualTo(2);
        assertThatThrownBy(() -> new ClassifierTest(new Reader(), 1)).hasMessageContaining("1 folds");
    }

    @Test
    void everyPointIsPredictedOnceFromAllOtherFolds() {
        Reader reader = new Reader();
        new ClassifierTest(reader, 3).test(line(1, 2, 3, 4), line(-1, -2, -3, -4), KEY);

        assertThat(reader.asked).hasSize(3).extracting(asked -> asked.length).containsExactly(3, 3, 2);
        assertThat(reader.keys).hasSize(3);
        List<Double> all = new ArrayList<>();
        for (int fold = 0; fold < 3; fold++) {
            List<Double> seen = new ArrayList<>();
            for (int i = 0; i < reader.learned.get(fold).length; i++) {
                double value = reader.learned.get(fold)[i][0];
                assertThat(reader.labels.get(fold)[i]).isEqualTo(value > 0);
                seen.add(value);
            }
            for (double[] point : reader.asked.get(fold)) {
                seen.add(point[0]);
                all.add(point[0]);
            }
            assertThat(seen).containsExactlyInAnyOrder(1.0, 2.0, 3.0, 4.0, -1.0, -2.0, -3.0, -4.0);
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(all).isNotEqualTo(List.of(1.0, 2.0, 3.0, 4.0, -1.0, -2.0, -3.0, -4.0));
    }

    /** Of the ten labelings of five points, one has the area 1. */
    @Test
    void permutationsReachAPerfectAreaAsOftenAsTheyRepeatIt() {
        int permutations = 1000;
        double p = new ClassifierTest(new Reader(), 2)
                .permutationP(line(0.9, 0.8), line(0.3, 0.2, 0.1), permutations, KEY);

        // Four standard deviations of a share of 0.1.
        assertThat(p).isCloseTo(0.1, within(4 * Math.sqrt(0.09 / permutations)));
        assertThat(new ClassifierTest(new Reader(), 2).permutationP(line(0.4, 0.4), line(0.4, 0.4), 9, KEY))
                .isEqualTo(1);
    }

    /** At the largest penalized likelihood, sum (y - p) z = 0.001 w. For one feature of two values, p is nearly the share of each. */
    @Test
    void logisticRegressionSolvesItsEquations() {
        for (int second : new int[] {80, 10}) {
            double[][] features = new double[200][1];
            boolean[] labels = new boolean[200];
            for (int i = 0; i < 200; i++) {
                features[i][0] = i < 100 ? 0 : 2;
                labels[i] = i < 30 || i >= 200 - second;
            }

            LogisticRegression fitted = LogisticRegression.fitted(features, labels);

            double[] residuals = new double[2];
            for (int i = 0; i < 200; i++) {
                double residual = (labels[i] ? 1 : 0) - fitted.probability(features[i]);
                residuals[0] += residual * features[i][0];
                residuals[1] += residual;
            }
            assertThat(residuals[0]).isCloseTo(0.001 * fitted.weights()[0], within(1e-10));
            assertThat(residuals[1]).isCloseTo(0.001 * fitted.weights()[1], within(1e-10));
            assertThat(fitted.probability(new double[] {0})).isCloseTo(0.3, within(1e-4));
            assertThat(fitted.probability(new double[] {2})).isCloseTo(second / 100.0, within(1e-4));
        }
    }

    /** Opposite means have the same products, and a square tells numbers of either sign. */
    @Test
    void quadraticFeaturesSeeMeansAndSquares() {
        ClassifierTest.Features features = ClassifierTest.Features.QUADRATIC;
        double[][] means = {{1, 2}, {2, 1}, {-1, -2}, {-2, -1}};
        double[][] squares = {{-0.1}, {0.1}, {-2}, {2}};
        boolean[] first = {true, true, false, false};

        double[] ofMeans = features.probabilities(means, first, new double[][] {{1.5, 1.5}, {-1.5, -1.5}}, KEY);
        double[] ofSquares = features.probabilities(squares, first, new double[][] {{0}, {-3}, {3}}, KEY);

        assertThat(ofMeans[0]).isGreaterThan(0.9);
        assertThat(ofMeans[1]).isLessThan(0.1);
        assertThat(ofSquares[0]).isGreaterThan(0.9);
        assertThat(ofSquares[1]).isLessThan(0.1);
        assertThat(ofSquares[2]).isLessThan(0.1);
    }

    @Test
    void separableLabelsLeaveFiniteWeights() {
        LogisticRegression fitted = LogisticRegression.fitted(
                new double[][] {{-1}, {-2}, {1}, {2}}, new boolean[] {false, false, true, true});

        double slope = fitted.weights()[0];
        // Two points of each side: 2 p(-w) + 4 p(-2 w) = 0.001 w by symmetry.
        assertThat(2 / (1 + Math.exp(slope)) + 4 / (1 + Math.exp(2 * slope))).isCloseTo(0.001 * slope, within(1e-10));
        assertThat(fitted.weights()[1]).isCloseTo(0, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource(ClassifierTest.Features.class)
    void classifierTestKeepsItsLevel(ClassifierTest.Features features) {
        int repetitions = 200;
        int rejected = 0;
        for (int i = 0; i < repetitions; i++) {
            RandomKey key = KEY.fold(i);
            rejected += ClassifierTest.of(features)
                                    .test(normal(key.fold("x"), 100, 0), normal(key.fold("y"), 100, 0), key)
                                    .pValue()
                            < 0.05
                    ? 1
                    : 0;
        }
        // Ten are expected, with standard deviation 3. Held-out predictions are right slightly less than half of the
        // time, which lowers the number.
        assertThat(rejected).isLessThan(20);
    }

    @Test
    void productsDetectADifferentCovariance() {
        HostArray x = normal(KEY.fold("x"), 2000, 0);
        double[] values = normal(KEY.fold("y"), 2000, 0).toDoubles();
        for (int i = 0; i < values.length; i += 2) {
            values[i] = 0.6 * values[i + 1] + 0.8 * values[i];
        }
        HostArray y = HostArray.wrap(x.shape(), values);

        assertThat(ClassifierTest.of(ClassifierTest.Features.LINEAR)
                        .test(x, y, KEY)
                        .pValue())
                .isGreaterThan(0.01);
        assertThat(ClassifierTest.of(ClassifierTest.Features.QUADRATIC)
                        .test(x, y, KEY)
                        .pValue())
                .isLessThan(1e-6);
    }

    @Test
    void permutationTestOfTheClassifierDetectsAShift() {
        ClassifierTest test = ClassifierTest.of(ClassifierTest.Features.LINEAR);

        assertThat(test.permutationP(normal(KEY.fold(1), 80, 0), normal(KEY.fold(2), 60, 1), 99, KEY))
                .isEqualTo(0.01);
        assertThat(test.permutationP(normal(KEY.fold(3), 80, 0), normal(KEY.fold(4), 60, 0), 99, KEY))
                .isGreaterThan(0.05);
    }

    @Test
    void constantColumnIsDroppedUnlessOnlyOneSampleIsConstant() {
        HostArray x = HostArray.of(Shape.of(4, 2), 7.0, 0.1, 7, -0.3, 7, 0.2, 7, 0.4);
        HostArray same = HostArray.of(Shape.of(4, 2), 7.0, 0.2, 7, -0.1, 7, 0.1, 7, 0.3);
        HostArray other = HostArray.of(Shape.of(4, 2), 6.9, 0.2, 7.1, -0.1, 6.8, 0.1, 7.2, 0.3);

        StandardizedPair dropped = StandardizedPair.of(x, same);
        StandardizedPair different = StandardizedPair.of(x, other);

        assertThat(dropped.first()[0]).hasSize(1);
        assertThat(dropped.remarks()).containsExactly("column 0 is 7.0 throughout both samples and was dropped");
        assertThat(different.first()[0]).hasSize(2);
        assertThat(different.remarks())
                .containsExactly("column 0 is constant in the first sample only, so the samples differ");
        // The means of column 0 agree, yet the classifier predicts every point correctly.
        HostArray many = repeated(x, 20);
        assertThat(ClassifierTest.of(ClassifierTest.Features.LINEAR)
                        .test(many, repeated(other, 20), KEY)
                        .accuracy())
                .isEqualTo(1);
        assertThatThrownBy(() -> StandardizedPair.of(many, many.reshape(Shape.of(160, 1))))
                .hasMessageContaining("[n, d] and [m, d]");
    }

    private static HostArray repeated(HostArray rows, int times) {
        HostArray[] all = new HostArray[times];
        double[] values = new double[times * rows.size()];
        for (int i = 0; i < all.length; i++) {
            System.arraycopy(rows.toDoubles(), 0, values, i * rows.size(), rows.size());
        }
        return HostArray.wrap(Shape.of(times * rows.shape().dim(0), rows.shape().dim(1)), values);
    }

    @Test
    void samplesAreStandardizedOverBothOrByTheFirst() {
        HostArray x = HostArray.of(Shape.of(2, 2), 1.0, 5, 3, 5);
        HostArray y = HostArray.of(Shape.of(2, 2), 5.0, 7, 7, 7);
        double both = Math.sqrt(20 / 3.0);
        double constants = Math.sqrt(4 / 3.0);

        StandardizedPair pair = StandardizedPair.of(x, y);
        StandardizedPair byFirst = StandardizedPair.byFirst(x, y);

        // 1, 3, 5, 7 have mean 4 and squares 20; the constants 5 and 7 have mean 6 and squares 4, also by the first.
        assertThat(pair.pooled()).hasDimensions(4, 2);
        assertThat(pair.first()[0]).containsExactly(new double[] {-3 / both, -1 / constants}, within(1e-12));
        assertThat(pair.second()[1]).containsExactly(new double[] {3 / both, 1 / constants}, within(1e-12));
        assertThat(byFirst.first()[0]).containsExactly(new double[] {-Math.sqrt(0.5), -1 / constants}, within(1e-12));
        assertThat(byFirst.second()[1]).containsExactly(new double[] {5 / Math.sqrt(2), 1 / constants}, within(1e-12));
        assertThat(pair.remarks()).isEmpty();
    }

    @Test
    void aColumnThatIsConstantInTheSecondSampleIsAnIndicator() {
        StandardizedPair pair = StandardizedPair.of(line(4, 5), line(4, 4));
        StandardizedPair byFirst = StandardizedPair.byFirst(line(4, 4), line(4, 5));

        assertThat(pair.remarks())
                .containsExactly("column 0 is constant in the second sample only, so the samples differ");
        // Indicators 1, 0 and 1, 1: mean 3/4 and squares 3/4 with three degrees of freedom.
        assertThat(pair.first()[0][0]).isCloseTo(0.5, within(1e-12));
        assertThat(pair.first()[1][0]).isCloseTo(-1.5, within(1e-12));
        assertThat(pair.second()[1][0]).isCloseTo(0.5, within(1e-12));
        assertThat(byFirst.first()[0][0]).isCloseTo(0.5, within(1e-12));
        assertThat(byFirst.second()[1][0]).isCloseTo(-1.5, within(1e-12));
    }

    @Test
    void samplesThatCannotBeComparedAreRefused() {
        HostArray two = line(1, 2);
        for (HostArray bad : new HostArray[] {
            HostArray.of(Shape.of(2), 1.0, 2), line(1), line(1, Double.NaN), HostArray.of(Shape.of(2, 2), 1.0, 2, 3, 4)
        }) {
            assertThatThrownBy(() -> StandardizedPair.of(two, bad)).hasMessageContaining("[n, d] and [m, d]");
            assertThatThrownBy(() -> StandardizedPair.of(bad, two)).hasMessageContaining("[n, d] and [m, d]");
        }
        HostArray constants = HostArray.of(Shape.of(2, 2), 3.0, 4, 3, 4);
        assertThatThrownBy(() -> StandardizedPair.of(constants, constants)).hasMessageContaining("all 2 columns");
    }

    @Test
    void neighborsOfFewPointsAreCounted() {
        // Balls of 0 and 1 have radius 1, those of 10 and 12 have 2, and that of -60 has 60.
        NearestNeighbors found = NearestNeighbors.of(line(0, 1, 10, 12, -60), line(0.4, 0.9, 11, 40, 41), 1);

        // 0.4, 0.9 and 11 are in two balls each. -60 is in no ball, and its ball is empty.
        assertThat(found).isEqualTo(new NearestNeighbors(3 / 5.0, 4 / 5.0, 6 / 5.0, 4 / 5.0));
        // To the second neighbor, the balls reach 10, 9, 9, 11 and 61 far, and those of 0, 1 and -60 contain 0.4 and
        // 0.9.
        NearestNeighbors second = NearestNeighbors.of(line(0, 1, 10, 12, -60), line(0.4, 0.9, 11, 40, 41), 2);
        assertThat(second.precision()).isEqualTo(3 / 5.0);
        assertThat(second.recall()).isEqualTo(4 / 5.0);
        assertThat(second.density()).isEqualTo((3 + 3 + 2) / 10.0);
        assertThat(second.coverage()).isEqualTo(1);
        // Points on the border of a ball are inside: the pooled points have deviation 1.
        assertThat(NearestNeighbors.of(line(-1, 0, 1), line(-1, 1), 1).density())
                .isEqualTo(2);
        // The ball of 1 reaches 0 and 2.
        assertThat(NearestNeighbors.of(line(2, -2, -1, 0, 0, 0, 0, 0), line(1, 0, 0), 1)
                        .recall())
                .isEqualTo(6 / 8.0);
    }

    @Test
    void realAndGeneratedPointsExchangePrecisionAndRecall() {
        HostArray x = normal(KEY.fold("one"), 60, 0);
        HostArray y = normal(KEY.fold("other"), 40, 1);

        assertThat(NearestNeighbors.of(x, y, 3).precision())
                .isEqualTo(NearestNeighbors.of(y, x, 3).recall());
        assertThatThrownBy(() -> NearestNeighbors.of(x, y, 0)).hasMessageContaining("neighbor 0");
        assertThatThrownBy(() -> NearestNeighbors.of(x, y, 40)).hasMessageContaining("neighbor 40");
        assertThatThrownBy(() -> NearestNeighbors.of(y, x, 40)).hasMessageContaining("neighbor 40");
        assertThat(NearestNeighbors.of(y, y, 39).recall()).isEqualTo(1);
    }

    @Test
    void neighborsSeparateFidelityFromDiversity() {
        HostArray real = normal(KEY.fold("real"), 400, 0);
        NearestNeighbors alike = NearestNeighbors.of(real, normal(KEY.fold("alike"), 400, 0), 5);
        double[] narrow = normal(KEY.fold("narrow"), 400, 0).toDoubles();
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] *= 0.1;
        }
        NearestNeighbors collapsed = NearestNeighbors.of(real, HostArray.wrap(real.shape(), narrow), 5);

        assertThat(alike.precision()).isGreaterThan(0.95);
        assertThat(alike.recall()).isGreaterThan(0.95);
        assertThat(alike.density()).isCloseTo(1, within(0.1));
        // 1 - 2^-5 = 0.969 with a standard error of about 0.01.
        assertThat(alike.coverage()).isCloseTo(1 - Math.pow(2, -5), within(0.035));
        assertThat(collapsed.precision()).isEqualTo(1);
        assertThat(collapsed.recall()).isLessThan(0.1);
        assertThat(collapsed.coverage()).isLessThan(0.2);
        assertThatThrownBy(() -> NearestNeighbors.of(real, real, 400)).hasMessageContaining("neighbor 400");
    }
}
