package org.pushforward.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RadixSortTest {
    private static float[] sorted(float[] values) {
        int[] keys = new int[values.length];
        new RadixSort(values.length).sort(FloatBuffer.wrap(values), 0, keys);
        return floats(keys);
    }

    private static float[] floats(int[] keys) {
        float[] floats = new float[keys.length];
        for (int i = 0; i < keys.length; i++) {
            floats[i] = RadixSort.value(keys[i]);
        }
        return floats;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 2047, 2048, 2049, 30_000})
    void floatsOfEverySizeAscendAsJavaOrdersThem(int length) {
        SplittableRandom random = new SplittableRandom(length);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            // All exponents, including subnormal numbers, and both signs.
            values[i] = Float.intBitsToFloat(random.nextInt());
            values[i] = Float.isNaN(values[i]) ? i % 7 - 3 : values[i];
        }
        float[] expected = values.clone();
        Arrays.sort(expected);

        assertThat(sorted(values)).containsExactly(expected);
    }

    @Test
    void zerosInfinitiesAndEqualNumbersHaveTheirPlaces() {
        float infinity = Float.POSITIVE_INFINITY;

        assertThat(sorted(new float[] {0f, infinity, -0f, 1, -infinity, 1, -Float.MIN_VALUE, 1, Float.MAX_VALUE}))
                .containsExactly(-infinity, -Float.MIN_VALUE, -0f, 0f, 1, 1, 1, Float.MAX_VALUE, infinity);
    }

    @Test
    void sortReadsItsRangeAndIsReusable() {
        FloatBuffer values = FloatBuffer.wrap(new float[] {9, 3, -1, 2, 8, 0});
        RadixSort sort = new RadixSort(3);
        int[] keys = new int[3];

        sort.sort(values, 1, keys);
        assertThat(floats(keys)).containsExactly(-1f, 2f, 3f);
        sort.sort(values, 3, keys);
        assertThat(floats(keys)).containsExactly(0f, 2f, 8f);
    }
}
