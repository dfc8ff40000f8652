package org.pushforward.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class HostArrayTest {
    private final HostArray array = HostArray.of(Shape.of(3, 2), 1f, 2f, 3f, 4f, 5f, 6f);

    @Test
    void takesRows() {
        assertThat(array.rows(1, 3)).isEqualTo(HostArray.of(Shape.of(2, 2), 3f, 4f, 5f, 6f));
        assertThatThrownBy(() -> array.rows(2, 4)).hasMessageContaining("rows 2 to 4");
    }

    @Test
    void copiesItsArguments() {
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
    void detectsNaNAndInfinity() {
        assertThat(array.isFinite()).isTrue();
        assertThat(HostArray.of(Shape.of(2), 1f, Float.NaN).isFinite()).isFalse();
        assertThat(HostArray.of(Shape.of(2), 1d, Double.NEGATIVE_INFINITY).isFinite())
                .isFalse();
    }

    @Test
    void isReadLikeAnArray() {
        assertThat(array.get(0, 0)).isEqualTo(1);
        assertThat(array.get(2, 1)).isEqualTo(6);
        HostArray cube = HostArray.of(Shape.of(2, 2, 3), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11);
        assertThat(cube.get(1, 0, 2)).isEqualTo(8);
        assertThat(HostArray.of(Shape.of(1, 2), false, true).get(0, 1)).isEqualTo(1);
        assertThatThrownBy(() -> cube.get(1, 0))
                .hasMessageContaining("2 indices")
                .hasMessageContaining("expected 3");
        assertThatThrownBy(() -> array.get(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> array.get(3, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> array.get(0, -1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void comesFromAndGoesToJavaArrays() {
        float[][] rows = {{1, 2}, {3, 4}, {5, 6}};
        assertThat(HostArray.of(rows)).isEqualTo(array);
        assertThat(array.toRows()).isEqualTo(rows);
        rows[0][0] = 9;
        assertThat(array.get(0)).isEqualTo(1);
        assertThat(HostArray.of(Shape.of(1, 2), 1L, 2L).toRows()).isEqualTo(new float[][] {{1, 2}});
        assertThat(HostArray.of(new float[0][]).shape()).isEqualTo(Shape.of(0, 0));
        assertThatThrownBy(() -> HostArray.of(new float[][] {{1, 2}, {3}}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("row 1 has 1 numbers, but row 0 has 2");
        assertThatThrownBy(() -> array.reshape(Shape.of(6)).toRows()).hasMessageContaining("f32[6]");
    }

    @Test
    void takesPositions() {
        assertThat(array.take(2, 2, 0)).isEqualTo(HostArray.of(Shape.of(3, 2), 5f, 6f, 5f, 6f, 1f, 2f));
        assertThat(array.take().shape()).isEqualTo(Shape.of(0, 2));
        assertThat(HostArray.of(Shape.of(3), true, false, false).take(1, 0).toBooleans())
                .containsExactly(false, true);
        assertThatThrownBy(() -> array.take(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> array.take(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> HostArray.scalar(DType.F32, 1).take(0)).hasMessageContaining("take() of f32[]");
    }

    @Test
    void isJoinedFromParts() {
        assertThat(HostArray.concat(List.of(array.rows(0, 1), array.rows(1, 1), array.rows(1, 3))))
                .isEqualTo(array);
        HostArray longs = HostArray.of(Shape.of(2), 1L, Long.MAX_VALUE);
        assertThat(HostArray.concat(List.of(longs, longs)).longs().get(3)).isEqualTo(Long.MAX_VALUE);
        assertThatThrownBy(() -> HostArray.concat(List.of())).hasMessageContaining("no arrays");
        assertThatThrownBy(() -> HostArray.concat(List.of(array, array.reshape(Shape.of(2, 3)))))
                .hasMessageContaining("f32[3, 2] and f32[2, 3]");
        assertThatThrownBy(() -> HostArray.concat(List.of(array, array.cast(DType.F64))))
                .hasMessageContaining("f64[3, 2]");
        HostArray scalar = HostArray.scalar(DType.F32, 1);
        assertThatThrownBy(() -> HostArray.concat(List.of(scalar, scalar))).hasMessageContaining("f32[]");
    }

    @Test
    void printsLikeAnArray() {
        assertThat(array).hasToString("f32[3, 2] [[1.0, 2.0],\n           [3.0, 4.0],\n           [5.0, 6.0]]");
        assertThat(HostArray.scalar(DType.F64, 0.1)).hasToString("f64[] 0.1");
        assertThat(HostArray.of(Shape.of(2), true, false)).hasToString("bool[2] [true, false]");
        assertThat(HostArray.of(Shape.of(9), 0, 1, 2, 3, 4, 5, 6, 7, 8)).hasToString("i32[9] [0, 1, 2, ..., 6, 7, 8]");
        assertThat(HostArray.of(Shape.of(1), Long.MAX_VALUE)).hasToString("i64[1] [9223372036854775807]");
        assertThat(HostArray.of(Shape.of(0, 3), new float[0])).hasToString("f32[0, 3] []");
        assertThat(HostArray.zeros(TensorType.f32(2, 7)).toString())
                .isEqualTo(
                        "f32[2, 7] [[0.0, 0.0, 0.0, ..., 0.0, 0.0, 0.0],\n           [0.0, 0.0, 0.0, ..., 0.0, 0.0, 0.0]]");
    }
}
