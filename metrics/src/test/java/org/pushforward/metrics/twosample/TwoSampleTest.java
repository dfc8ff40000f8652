package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pushforward.metrics.inference.NormalProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class TwoSampleTest {
    private static final RandomKey KEY = RandomKey.of(71);

    private static HostArray normal(RandomKey key, int count, double shift) {
        double[] values = key.normal(Shape.of(count, 2)).toDoubles();
        for (int i = 0; i < values.length; i += 2) {
            values[i] += shift;
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }

    /** P28: for means d apart the accuracy is Phi(d / 2) and the area Phi(d / sqrt 2). */
    @Test
    void classifierReachesTheBestAccuracyForGaussians() {
        double d = 1.2;
        int count = 4000;
        ClassifierTest.Result found = ClassifierTest.of(ClassifierTest.Features.LINEAR)
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
    void energyDistanceOfFewPointsMatchesTheFormula() {
        // Standardized over both, 0 and 2 against 1 and 3 have deviation sqrt(5/3).
        HostArray x = HostArray.of(Shape.of(2, 1), 0.0, 2);
        HostArray y = HostArray.of(Shape.of(2, 1), 1.0, 3);

        double statistic =
                new KernelTest(KernelTest.Kernel.ENERGY, 1).test(x, y, KEY).statistic();

        // 2 E|X - Y| = 2 (1 + 3 + 1 + 1) / 4 = 3, and E|X - X'| = E|Y - Y'| = 2.
        assertThat(statistic).isCloseTo((3 - 2 - 2) / Math.sqrt(5.0 / 3), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(KernelTest.Kernel.class)
    void kernelsKeepTheirLevelAndDetectAShift(KernelTest.Kernel kernel) {
        KernelTest test = new KernelTest(kernel, 99);
        int repetitions = 100;
        int rejected = 0;
        for (int i = 0; i < repetitions; i++) {
            RandomKey key = KEY.fold(i);
            rejected += test.test(normal(key.fold("x"), 40, 0), normal(key.fold("y"), 30, 0), key)
                                    .pValue()
                            <= 0.05
                    ? 1
                    : 0;
        }
        // Four standard deviations of 2.2 above the expected 5 of 100.
        assertThat(rejected).isLessThan(14);
        assertThat(test.test(normal(KEY.fold("x"), 100, 0), normal(KEY.fold("y"), 100, 1), KEY)
                        .pValue())
                .isEqualTo(0.01);
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
