package org.pushforward.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.reference.Oracle;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Checks the map from words to normal numbers at its ends and at the seam, and the tails of its results. */
class BoxMullerTest {
    private static final long LARGEST = 0xFFFFFFFFL;
    /** Where the spacing of u changes. */
    private static final long SEAM = 1 << 23;

    private static final long[] FIRST = {0, 1, 2, 511, 512, SEAM - 1, SEAM, SEAM + 511, 1L << 31, LARGEST - 512, LARGEST
    };
    private static final long[] SECOND = {0, 511, 512, 1L << 30, 1L << 31, 3L << 30, LARGEST};

    /** Returns the radius of a pair of numbers. */
    private static double radius(long word) {
        return Math.hypot(BoxMuller.normal(word, 12345, 0), BoxMuller.normal(word, 12345, 1));
    }

    @Test
    void theEndsOfTheRadiusAreKnown() {
        assertThat(radius(0)).isCloseTo(Math.sqrt(66 * Math.log(2)), within(1e-14));
        assertThat(radius(1)).isCloseTo(Math.sqrt(-2 * Math.log(1.5 * 0x1p-32)), within(1e-14));
        assertThat(radius(SEAM - 1)).isCloseTo(Math.sqrt(-2 * Math.log(0x1p-9 - 0x1p-33)), within(1e-14));
        assertThat(radius(SEAM)).isCloseTo(Math.sqrt(-2 * Math.log(0x1p-9 + 0x1p-24)), within(1e-14));
        assertThat(radius(LARGEST)).isCloseTo(Math.sqrt(-2 * Math.log1p(-0x1p-24)), within(1e-14));
    }

    @Test
    void theRadiusFallsAsTheWordRises() {
        for (int i = 1; i < FIRST.length; i++) {
            assertThat(radius(FIRST[i])).isLessThanOrEqualTo(radius(FIRST[i - 1]));
        }
        for (long word = 1; word < 1000; word++) {
            assertThat(radius(word)).isLessThan(radius(word - 1));
        }
        assertThat(radius(SEAM)).isLessThan(radius(SEAM - 1));
    }

    /** Of 2^32 words those below 2^32 e^(-t^2 / 2) have a radius above t: 65.4 and 10.3. */
    @Test
    void asManyWordsAsTheTailHasLieInIt() {
        assertThat(radius(64)).isGreaterThan(6);
        assertThat(radius(65)).isLessThan(6);
        assertThat(radius(9)).isGreaterThan(6.3);
        assertThat(radius(10)).isLessThan(6.3);
    }

    @Test
    void bothSignsAndBothCoordinatesAreAlike() {
        for (long first : FIRST) {
            for (long second : SECOND) {
                for (int element = 0; element < 2; element++) {
                    double z = BoxMuller.normal(first, second, element);
                    assertThat(z).isFinite().isNotZero();
                    // Half a turn, which reverses the signs.
                    assertThat(BoxMuller.normal(first, second ^ 1L << 31, element))
                            .isCloseTo(-z, within(1e-14));
                    assertThat(BoxMuller.normal(first, LARGEST - second, element))
                            .isCloseTo(element == 0 ? z : -z, within(1e-14));
                }
                // A quarter of a turn back.
                assertThat(BoxMuller.normal(first, second + 3 * (1L << 30) & LARGEST, 0))
                        .isCloseTo(BoxMuller.normal(first, second, 1), within(1e-14));
            }
        }
    }

    @Test
    void graphAndHostAgreeAtTheEnds() {
        long[] pairs = new long[2 * FIRST.length * SECOND.length];
        double[] expected = new double[pairs.length];
        int i = 0;
        for (long first : FIRST) {
            for (long second : SECOND) {
                pairs[i] = first;
                pairs[i + 1] = second;
                expected[i] = BoxMuller.normal(first, second, 0);
                expected[i + 1] = BoxMuller.normal(first, second, 1);
                i += 2;
            }
        }
        Tensor words = Tensor.constant(HostArray.of(Shape.of(pairs.length / 2, 2), pairs));
        assertThat(new Oracle().evaluate(BoxMuller.normal(words, DType.F64))).containsExactly(expected, within(1e-13));
        // The interpreter rounds only the constant 2 pi to float32, a relative error of 2.8e-8 in the angle.
        assertThat(new Oracle().evaluate(BoxMuller.normal(words, DType.F32)))
                .containsExactly(expected, within(6.77 * 2 * Math.PI * 2.9e-8));
    }

    /** Two-sided tails of 2^22 numbers, within four standard errors; the largest is beyond what 23 bits reach. */
    @Test
    void tailsHaveTheirProbabilities() {
        int n = 1 << 22;
        HostArray z = PhiloxKey.of(20261127).normal(Shape.of(n / 64, 64), 0);
        double[] thresholds = {1, 2, 3, 4, 4.5};
        double[] probabilities = {0.31731050786, 0.04550026390, 0.00269979606, 6.33424837e-5, 6.79534625e-6};
        for (int t = 0; t < thresholds.length; t++) {
            int above = 0;
            int below = 0;
            for (int i = 0; i < n; i++) {
                above += z.get(i) > thresholds[t] ? 1 : 0;
                below += z.get(i) < -thresholds[t] ? 1 : 0;
            }
            double half = probabilities[t] / 2;
            double error = 4 * Math.sqrt(half * (1 - half) / n);
            assertThat((double) above / n).as("above " + thresholds[t]).isCloseTo(half, within(error));
            assertThat((double) below / n).as("below -" + thresholds[t]).isCloseTo(half, within(error));
        }
    }

    @Test
    void onePairIsEnough() {
        double[] z =
                new Oracle().evaluate(BoxMuller.normal(Tensor.constant(HostArray.of(Shape.of(2), 5L, 7L)), DType.F64));
        assertThat(z)
                .containsExactly(new double[] {BoxMuller.normal(5, 7, 0), BoxMuller.normal(5, 7, 1)}, within(1e-13));
    }

    @Test
    void wordsComeInPairs() {
        assertThatThrownBy(() -> BoxMuller.normal(Tensor.constant(HostArray.of(Shape.of(1, 3), 1L, 2L, 3L)), DType.F32))
                .hasMessageContaining("expected pairs of words, i64[..., 2]");
    }
}
