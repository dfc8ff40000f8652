package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

class TwoPassMedianTest {
    private static final RandomKey KEY = RandomKey.of(53);

    /** Against sorting; the position of the upper median of n numbers is n / 2, from 0. */
    @Test
    void aMedianOfTwoPassesIsThatOfSortedNumbers() {
        for (int count : new int[] {1, 2, 3, 10, 1001}) {
            float[] values = KEY.fold(count).uniform(Shape.of(count + 2)).toFloats();
            values[1] = 0;
            values[count / 2 + 1] = 3e38f;
            TwoPassMedian median = new TwoPassMedian();
            median.add(values, 1, count + 1);
            median.beginSecondPass();
            median.add(values, 1, 1 + count / 3);
            median.add(values, 1 + count / 3, count + 1);
            float[] sorted = Arrays.copyOfRange(values, 1, count + 1);
            Arrays.sort(sorted);
            assertThat(median.value()).isEqualTo(sorted[count / 2]);
            assertThat(median.largest()).isEqualTo(sorted[count - 1]);
        }
        TwoPassMedian alike = new TwoPassMedian();
        float[] values = {2, 2.0000002f, 2.0000005f, 2.0000002f};
        alike.add(values, 0, 4);
        alike.beginSecondPass();
        alike.add(values, 0, 4);
        assertThat(alike.value()).isEqualTo(2.0000002f);

        // The smallest positive numbers, whose upper bits are those of 0.
        TwoPassMedian tiny = new TwoPassMedian();
        float[] small = {3 * Float.MIN_VALUE, 3 * Float.MIN_VALUE, 0, 1};
        tiny.add(small, 0, 4);
        tiny.beginSecondPass();
        tiny.add(small, 0, 4);
        assertThat(tiny.value()).isEqualTo(3 * Float.MIN_VALUE);
    }
}
