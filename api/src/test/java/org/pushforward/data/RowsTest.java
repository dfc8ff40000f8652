package org.pushforward.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class RowsTest {
    private final Rows rows = Rows.of(HostArray.of(Shape.of(3, 2), 0f, 1f, 10f, 11f, 20f, 21f))
            .with("label", HostArray.of(Shape.of(3), 7L, 8L, 9L));

    @Test
    void theyKnowTheirSchema() {
        assertThat(rows.count()).isEqualTo(3);
        assertThat(rows.schema()).hasToString("{x: f32[2], label: i64[]}");
        assertThat(rows.x()).isSameAs(rows.get("x"));
        assertThat(Rows.none().count()).isZero();
        assertThatThrownBy(() -> rows.get("y")).hasMessage("no column 'y'; there are [x, label]");
    }

    @Test
    void everyColumnIsCutAlike() {
        Rows taken = rows.take(2, 0, 2);
        assertThat(taken.x().toDoubles()).containsExactly(20, 21, 0, 1, 20, 21);
        assertThat(taken.get("label").toDoubles()).containsExactly(9, 7, 9);
        Rows range = rows.range(1, 3);
        assertThat(range.x().toDoubles()).containsExactly(10, 11, 20, 21);
        assertThat(range.get("label").toDoubles()).containsExactly(8, 9);
        assertThat(rows.range(0, 1).then(rows.range(1, 3))).isEqualTo(rows);
        assertThat(rows.parts(2)).containsExactly(rows.range(0, 2), rows.range(2, 3));
        assertThat(rows.parts(3)).containsExactly(rows);
        assertThatThrownBy(() -> rows.take(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aColumnTakesThePlaceOfAnother() {
        HostArray other = HostArray.of(Shape.of(3), 1f, 2f, 3f);
        assertThat(rows.with("label", other).get("label")).isSameAs(other);
        assertThat(rows.get("label").dtype()).isEqualTo(DType.I64);
    }

    @Test
    void columnsOfOtherLengthsAreRefused() {
        assertThatThrownBy(() -> rows.with("y", HostArray.of(Shape.of(2), 1f, 2f)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 'y' has 2 rows")
                .hasMessageContaining("have 3");
        assertThatThrownBy(() -> Rows.of(HostArray.scalar(DType.F32, 1)))
                .hasMessageContaining("column 'x' of type f32[]")
                .hasMessageContaining("axis of rows");
    }
}
