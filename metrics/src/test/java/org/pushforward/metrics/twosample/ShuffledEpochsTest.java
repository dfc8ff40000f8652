package org.pushforward.metrics.twosample;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class ShuffledEpochsTest {
    private static final RandomKey KEY = RandomKey.of(29);

    @Test
    void everyRowComesOnceInAnEpoch() {
        ShuffledEpochs epochs = new ShuffledEpochs(Rows.of(HostArray.of(Shape.of(6), 0f, 1, 2, 3, 4, 5)), KEY);
        double[] seen = new double[12];
        for (int i = 0; i < 3; i++) {
            double[] batch = epochs.draw(KEY.fold(i), 4).x().toDoubles();
            System.arraycopy(batch, 0, seen, 4 * i, 4);
        }

        assertThat(Arrays.copyOf(seen, 6)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(Arrays.copyOfRange(seen, 6, 12)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
        assertThat(Arrays.copyOf(seen, 6)).isNotEqualTo(Arrays.copyOfRange(seen, 6, 12));
        assertThat(epochs.draw(KEY.fold(1), 4).x().toDoubles()).isEqualTo(Arrays.copyOfRange(seen, 4, 8));
    }

    /** Each epoch has the order of its own number, also when a batch asks for an earlier one again or has several of them. */
    @Test
    void anEpochHasTheSameOrderWheneverItIsAsked() {
        Rows rows = Rows.of(HostArray.of(Shape.of(3), 5f, 6, 7));
        ShuffledEpochs epochs = new ShuffledEpochs(rows, KEY);
        double[] expected = new double[14];
        for (int i = 0; i < 14; i++) {
            expected[i] = 5 + KEY.fold(i / 3).permutation(3)[i % 3];
        }
        for (int number : new int[] {0, 1, 0}) {
            assertThat(epochs.draw(KEY.fold(number), 7).x().toDoubles())
                    .isEqualTo(Arrays.copyOfRange(expected, 7 * number, 7 * number + 7));
        }
        assertThat(epochs.size()).isEqualTo(3);
        assertThat(epochs.schema()).isEqualTo(rows.schema());
    }
}
