package org.pushforward.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class DatasetTest {
    @Test
    void drawsWholeRows() {
        Dataset data = new Dataset(HostArray.of(Shape.of(3, 2), 0f, 1f, 10f, 11f, 20f, 21f));
        HostArray batch = data.draw(RandomKey.of(1), 50);
        assertThat(batch.shape()).isEqualTo(Shape.of(50, 2));
        for (int i = 0; i < 50; i++) {
            assertThat(batch.get(2 * i + 1)).isEqualTo(batch.get(2 * i) + 1);
        }
    }

    @Test
    void refusesNaNAndNamesTheRow() {
        HostArray bad = HostArray.of(Shape.of(2, 2), 0f, 1f, Float.NaN, 1f);
        assertThatThrownBy(() -> new Dataset(bad)).hasMessageContaining("NaN").hasMessageContaining("row 1");
    }

    @Test
    void refusesWhatIsNotAListOfSamples() {
        assertThatThrownBy(() -> new Dataset(HostArray.of(Shape.of(2), 0f, 1f))).hasMessageContaining("f32[2]");
        assertThatThrownBy(() -> new Dataset(HostArray.of(Shape.of(0, 2), new float[0])))
                .hasMessageContaining("at least one");
    }
}
