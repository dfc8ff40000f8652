package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class ConvolutionalClassifierTest {
    private static final RandomKey KEY = RandomKey.of(31);
    private static final int SIDE = 4;

    private static Backend oracle;

    @BeforeAll
    static void open() {
        oracle = Backends.open("reference");
    }

    @AfterAll
    static void close() {
        oracle.close();
    }

    /**
     * Returns Gaussian fields in which neighbors along one axis have correlation 1/2 and all other cells none. All cells have mean 0 and
     * variance 1 along either axis.
     */
    private static HostArray stripes(String name, int count, boolean along) {
        int wide = SIDE + 1;
        double[] noise = KEY.fold(name).normal(Shape.of(count * wide * wide)).toDoubles();
        double[] fields = new double[count * SIDE * SIDE];
        for (int i = 0; i < fields.length; i++) {
            int row = i / SIDE % SIDE;
            int column = i % SIDE;
            int place = (i / SIDE / SIDE * wide + row) * wide + column;
            fields[i] = (noise[place] + noise[place + (along ? 1 : wide)]) / Math.sqrt(2);
        }
        return HostArray.wrap(Shape.of(count, SIDE * SIDE), fields);
    }

    private static ConvolutionalClassifier classifier(int epochs) {
        return new ConvolutionalClassifier(oracle, 1, SIDE, SIDE, epochs);
    }

    @Test
    void theDirectionOfStripesIsSeenAlthoughEachCellIsTheSame() {
        int count = 80;
        HostArray x = stripes("x", count, true);
        HostArray y = stripes("y", count, false);

        ClassifierTest.ClassifierTestResult found = new ClassifierTest(classifier(30), 2).test(x, y, KEY);

        // The standard error of the area between samples of one distribution: sqrt((n + m + 1) / (12 n m)).
        double nullError = Math.sqrt((2 * count + 1) / (12.0 * count * count));
        assertThat(found.area()).isGreaterThan(0.5 + 5 * nullError);
        assertThat(found.pValue()).isLessThan(1e-3);
        assertThat(found.firstAsFirst() + found.firstAsSecond()).isEqualTo(count);
        assertThat(found.secondAsFirst() + found.secondAsSecond()).isEqualTo(count);
        assertThat(new ClassifierTest(ClassifierTest.Features.LINEAR, 2)
                        .test(x, y, KEY)
                        .area())
                .isCloseTo(0.5, within(4 * nullError));
    }

    @Test
    void fieldsOfOneDistributionCannotBeTold() {
        int count = 150;

        ClassifierTest.ClassifierTestResult found =
                new ClassifierTest(classifier(10), 2).test(stripes("x", count, true), stripes("z", count, true), KEY);

        // Four standard errors of a half.
        assertThat(found.accuracy()).isCloseTo(0.5, within(4 * Math.sqrt(0.25 / 2 / count)));
        assertThat(found.pValue()).isGreaterThan(0.001);
    }

    @Test
    void permutationsSeeAShiftAndAreCalmWithoutOne() {
        ClassifierTest test = new ClassifierTest(classifier(4), 2);
        HostArray x = stripes("x", 24, true);
        float[] moved = stripes("y", 20, true).cast(DType.F32).toFloats();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += 2;
        }

        assertThat(test.permutationP(x, HostArray.wrap(Shape.of(20, SIDE * SIDE), moved), 4, KEY))
                .isEqualTo(0.2);
        assertThat(test.permutationP(stripes("v", 24, true), stripes("w", 20, true), 4, KEY))
                .isGreaterThan(0.2);
    }

    @Test
    void cellsKeepTheirPlacesAndShareOneScale() {
        // Two channels of 1 x 2 cells. The first cell of the first channel is constant and stays.
        HostArray x = HostArray.of(Shape.of(2, 4), 1f, 3, 10, 20, 1, 5, 30, 40);
        HostArray y = HostArray.of(Shape.of(2, 4), 1f, 7, 50, 60, 1, 9, 70, 80);

        StandardizedPair pair = new ConvolutionalClassifier(oracle, 2, 1, 2, 1).exchangeable(x, y);

        // First channel: mean 3.5, sum of squares 168 - 8 * 3.5^2 = 70 with 7 degrees of freedom. Second: mean 45,
        // 4200.
        double second = Math.sqrt(600);
        assertThat(pair.first()[0])
                .containsExactly(
                        new double[] {-2.5 / Math.sqrt(10), -0.5 / Math.sqrt(10), -35 / second, -25 / second},
                        within(1e-12));
        assertThat(pair.second()[1])
                .containsExactly(
                        new double[] {-2.5 / Math.sqrt(10), 5.5 / Math.sqrt(10), 25 / second, 35 / second},
                        within(1e-12));
        assertThat(pair.remarks()).isEmpty();
    }

    @Test
    void fieldsThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> classifier(0)).hasMessageContaining("4 x 4 cells with 0 epochs");
        assertThatThrownBy(() -> new ConvolutionalClassifier(oracle, 0, 4, 4, 1))
                .hasMessageContaining("of 0 channels");
        assertThatThrownBy(() -> new ConvolutionalClassifier(oracle, 1, 0, 4, 1))
                .hasMessageContaining("of 0 x 4");
        assertThatThrownBy(() -> new ConvolutionalClassifier(oracle, 1, 4, 0, 1))
                .hasMessageContaining("of 4 x 0");
        assertThat(ConvolutionalClassifier.on(oracle, 1, 2))
                .isEqualTo(new ConvolutionalClassifier(oracle, 1, 1, 2, 30));
        assertThatThrownBy(() -> classifier(1)
                        .exchangeable(
                                HostArray.wrap(Shape.of(16), new float[16]),
                                HostArray.wrap(Shape.of(16), new float[16])))
                .hasMessageContaining("expected [n, 16]");
        assertThatThrownBy(() -> classifier(1)
                        .exchangeable(
                                HostArray.wrap(Shape.of(2, 15), new float[2 * 15]),
                                HostArray.wrap(Shape.of(2, 15), new float[2 * 15])))
                .hasMessageContaining("expected [n, 16]");
        assertThatThrownBy(() -> classifier(1)
                        .exchangeable(
                                HostArray.wrap(Shape.of(2, 16), new float[2 * 16]),
                                HostArray.wrap(Shape.of(3, 16), new float[3 * 16])))
                .hasMessageContaining("channel 0 is 0.0 throughout");
        float[] unknown = new float[2 * 16];
        unknown[17] = Float.NaN;
        assertThatThrownBy(() -> classifier(1)
                        .exchangeable(
                                HostArray.wrap(Shape.of(2, 16), unknown),
                                HostArray.wrap(Shape.of(2, 16), new float[2 * 16])))
                .hasMessageContaining("of finite numbers");
    }
}
