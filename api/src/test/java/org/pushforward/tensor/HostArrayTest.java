package org.pushforward.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HostArrayTest {
    private final HostArray array = HostArray.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f);

    @Test
    void takesRows() {
        assertThat(array.rows(1, 3)).isEqualTo(HostArray.of(Shape.of(2, 2), 3f, 4f, 5f, 6f));
        assertThatThrownBy(() -> array.rows(2, 4)).hasMessageContaining("rows 2 to 4");
    }

    @Test
    void copiesWhatItIsGiven() {
        float[] values = {1, 2};
        HostArray copy = HostArray.of(Shape.of(2), values);
        values[0] = 9;
        assertThat(copy.get(0)).isEqualTo(1);
    }

    @Test
    void castsBetweenIntegersExactly() {
        long large = (1L << 53) + 1;
        HostArray longs = HostArray.of(Shape.of(1), large);
        assertThat(longs.cast(DType.I32).cast(DType.I64).longs().get(0)).isEqualTo((int) large);
        assertThat(HostArray.of(Shape.of(2), 0f, -3f).cast(DType.BOOL).toBooleans())
                .containsExactly(false, true);
    }

    @Test
    void isEqualByBits() {
        assertThat(HostArray.scalar(DType.F32, Float.NaN)).isEqualTo(HostArray.scalar(DType.F32, Float.NaN));
        assertThat(HostArray.of(Shape.of(1), 0f)).isNotEqualTo(HostArray.of(Shape.of(1), -0f));
        assertThat(array).isNotEqualTo(array.reshape(Shape.of(2, 3)));
    }

    @Test
    void refusesTheWrongNumberOfValues() {
        assertThatThrownBy(() -> HostArray.of(Shape.of(2, 2), 1f))
                .hasMessageContaining("4 elements")
                .hasMessageContaining("1 values");
        assertThatThrownBy(array::item).hasMessageContaining("6 elements");
        assertThatThrownBy(array::doubles).hasMessageContaining("cast()");
    }

    @Test
    void seesNaNAndInfinity() {
        assertThat(array.isFinite()).isTrue();
        assertThat(HostArray.of(Shape.of(2), 1f, Float.NaN).isFinite()).isFalse();
        assertThat(HostArray.of(Shape.of(2), 1d, Double.NEGATIVE_INFINITY).isFinite())
                .isFalse();
    }
}
