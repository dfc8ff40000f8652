package org.pushforward.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

class DatasetTest {
    private static final Shape THREE_POINTS = Shape.of(3, 2);

    @Test
    void drawsWholeRows() {
        Dataset data = Dataset.of(HostArray.of(THREE_POINTS, 0f, 1f, 10f, 11f, 20f, 21f));
        HostArray batch = data.draw(RandomKey.of(1), 50).x();
        assertThat(batch.shape()).isEqualTo(Shape.of(50, 2));
        for (int i = 0; i < 50; i++) {
            assertThat(batch.get(i, 1)).isEqualTo(batch.get(i, 0) + 1);
        }
    }

    /** Row k of every column is the same sample, whatever the columns' types. */
    @Test
    void rowsOfAllColumnsStayAligned() {
        Rows rows = Rows.of(HostArray.of(THREE_POINTS, 0f, 1f, 10f, 11f, 20f, 21f))
                .with("label", HostArray.of(Shape.of(3), 0L, 1L, 2L));
        Rows batch = new Dataset(rows).draw(RandomKey.of(1), 50);
        assertThat(batch.schema())
                .isEqualTo(Schema.of(Shape.of(2)).with("label", new TensorType(DType.I64, Shape.scalar())));
        for (int i = 0; i < 50; i++) {
            assertThat(batch.x().get(i, 0)).isEqualTo(10 * batch.get("label").get(i));
        }
        assertThat(batch.get("label").toDoubles()).contains(0, 1, 2);
    }

    @Test
    void aKeyGivesTheSameRows() {
        Dataset data = Dataset.of(RandomKey.of(3).normal(Shape.of(20, 2)));
        assertThat(data.size()).isEqualTo(20);
        assertThat(data.draw(RandomKey.of(1), 9)).isEqualTo(data.draw(RandomKey.of(1), 9));
        assertThat(data.draw(RandomKey.of(1), 9)).isNotEqualTo(data.draw(RandomKey.of(2), 9));
    }

    @Test
    void refusesNaNAndNamesColumnAndRow() {
        HostArray bad = HostArray.of(Shape.of(2, 2), 0f, 1f, Float.NaN, 1f);
        assertThatThrownBy(() -> Dataset.of(bad)).hasMessageContaining("NaN").hasMessageContaining("row 1");
        Rows rows = Rows.of(HostArray.of(Shape.of(2), 0f, 1f)).with("y", HostArray.of(Shape.of(2), 0d, -1d / 0));
        assertThatThrownBy(() -> new Dataset(rows))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("column 'y' of type f64[2]")
                .hasMessageContaining("row 1");
    }

    @Test
    void refusesWhatIsNotAListOfSamples() {
        assertThatThrownBy(() -> Dataset.of(HostArray.scalar(DType.F32, 1))).hasMessageContaining("axis of rows");
        assertThatThrownBy(() -> Dataset.of(HostArray.of(Shape.of(0, 2), new float[0])))
                .hasMessageContaining("expected at least one");
    }
}
