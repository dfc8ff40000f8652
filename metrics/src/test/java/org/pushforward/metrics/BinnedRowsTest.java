package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinnedRowsTest {
    private static final int LENGTH = 2500;

    private static double bound(double order, double radius, float[] x, float[] y) {
        return new BinnedRows(order, x.length, radius).bound(FloatBuffer.wrap(x), FloatBuffer.wrap(y), 0);
    }

    private static double distance(double order, float[] x, float[] y) {
        return OneDimensionalWasserstein.distance(doubles(x), doubles(y), order);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        Arrays.setAll(doubles, i -> values[i]);
        return doubles;
    }

    /** Of many shapes: heavy tails, few values, far from zero, tiny and large scales. */
    private static float[] sample(SplittableRandom random) {
        double scale = Math.pow(10, random.nextInt(-6, 7));
        double shift = random.nextInt(4) == 0 ? 100 * scale : 0;
        int kind = random.nextInt(3);
        float[] values = new float[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            double uniform = random.nextDouble();
            double value =
                    switch (kind) {
                        case 0 -> uniform;
                        case 1 -> Math.tan(3.1 * (uniform - 0.5));
                        default -> Math.floor(4 * uniform);
                    };
            values[i] = (float) (shift + scale * value);
        }
        return values;
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 2, 3.5})
    void theBoundExceedsTheDistanceByAtMostTwoBins(double order) {
        SplittableRandom random = new SplittableRandom(7);
        for (int repetition = 0; repetition < 60; repetition++) {
            float[] x = sample(random);
            float[] y = random.nextBoolean() ? sample(random) : shuffledAndMoved(x, random);
            double radius = Math.max(largest(x), largest(y));

            // Two bins, with 1024 bins per unit of the radius, plus 1 % for the float32 rounding of positions.
            assertThat(bound(order, radius, x, y))
                    .isBetween(distance(order, x, y), distance(order, x, y) + 2.02 * radius / 1024);
        }
    }

    private static double largest(float[] values) {
        return Arrays.stream(doubles(values)).map(Math::abs).max().orElseThrow();
    }

    private static float[] shuffledAndMoved(float[] values, SplittableRandom random) {
        float[] moved = values.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] *= (float) (1 + 0.01 * random.nextDouble());
        }
        return moved;
    }

    @Test
    void boundsPayForManyValuesOfAnOrdinarySize() {
        assertThat(new BinnedRows(2, 2048, 1).pays()).isTrue();
        assertThat(new BinnedRows(2, 2047, 1).pays()).isFalse();
        for (double radius : new double[] {0, 1e-19, 1e19, Double.POSITIVE_INFINITY, Double.NaN}) {
            assertThat(new BinnedRows(2, 2048, radius).pays()).isFalse();
        }
    }

    @Test
    void rowIsSelectedAndMemoryIsReusable() {
        SplittableRandom random = new SplittableRandom(8);
        float[] x = new float[3 * LENGTH];
        float[] y = new float[3 * LENGTH];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) random.nextDouble();
            y[i] = (float) (1 + i / LENGTH + random.nextDouble());
        }
        BinnedRows rows = new BinnedRows(1, LENGTH, 4);

        for (int row : new int[] {2, 0, 1, 0}) {
            assertThat(rows.bound(FloatBuffer.wrap(x), FloatBuffer.wrap(y), row))
                    .isBetween(row + 0.9, row + 1.1);
        }
    }
}
