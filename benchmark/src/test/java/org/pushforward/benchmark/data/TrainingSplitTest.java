package org.pushforward.benchmark.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** Tests that training and validation rows are disjoint. */
class TrainingSplitTest {
    private static final RandomKey KEY = RandomKey.of(5);
    private static final Dataset TEN = Dataset.of(HostArray.of(Shape.of(10), 0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f));

    /** A source of recorded rows that is not a dataset. */
    private record Other(int size) implements DataSource {
        @Override
        public Schema schema() {
            return TEN.schema();
        }

        @Override
        public Rows draw(RandomKey key, int count) {
            return TEN.draw(key, count);
        }
    }

    private static void add(Set<Double> all, Rows rows) {
        for (double each : rows.x().toDoubles()) {
            all.add(each);
        }
    }

    @Test
    void splitsRecordedRows() {
        TrainingSplit split = TrainingSplit.random(TEN, 3, KEY);
        assertThat(split.training().size()).isEqualTo(7);
        assertThat(split.validation().count()).isEqualTo(3);
        Set<Double> all = new HashSet<>();
        add(all, ((Dataset) split.training()).rows());
        add(all, split.validation());
        assertThat(all).hasSize(10);
        assertThatThrownBy(() -> TrainingSplit.random(TEN, 10, KEY)).hasMessageContaining("expected 1 to 9");
    }

    @Test
    void drawsMoreRowsFromASourceWithoutRecordedRows() {
        Other fresh = new Other(0);
        TrainingSplit split = TrainingSplit.random(fresh, 3, KEY);
        assertThat(split.training()).isSameAs(fresh);
        assertThat(split.validation().count()).isEqualTo(3);
    }

    @Test
    void refusesRecordedRowsThatCannotBeSplit() {
        assertThatThrownBy(() -> TrainingSplit.random(new Other(10), 3, KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the 10 rows of a source of class " + Other.class.getName())
                .hasMessageContaining("expected a Dataset");
    }
}
