package org.pushforward.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class WeightedDatasetTest {
    private static final RandomKey KEY = RandomKey.of(4);
    private static final HostArray ROWS = HostArray.of(Shape.of(3, 1), 10f, 20, 30);

    private static WeightedDataset weighted(double... weights) {
        return new WeightedDataset(Rows.of(ROWS), HostArray.of(Shape.of(3), weights));
    }

    @Test
    void wholeWeightsRepeatRows() {
        Dataset repeated = Dataset.of(HostArray.of(Shape.of(5, 1), 10f, 30, 30, 30, 30));
        assertThat(weighted(1, 0, 4).draw(KEY, 200)).isEqualTo(repeated.draw(KEY, 200));
        assertThat(weighted(1, 1, 1).draw(KEY, 200)).isEqualTo(Dataset.of(ROWS).draw(KEY, 200));
    }

    @Test
    void rowsAreDrawnInProportionToTheirWeights() {
        float[] drawn = weighted(0.25, 0, 0.1).draw(KEY, 100_000).x().toFloats();
        int first = 0;
        for (float value : drawn) {
            assertThat(value).isNotEqualTo(20);
            first += value == 10 ? 1 : 0;
        }
        // Five standard errors of a share of 5/7.
        assertThat(first / 100_000.0).isCloseTo(5 / 7.0, within(5 * Math.sqrt(10 / 49.0 / 100_000)));
    }

    @Test
    void spreadRowsOccurAsOftenAsTheirWeightsSay() {
        assertThat(weighted(1, 0.5, 0.5).spread(8).x().toFloats()).containsExactly(10, 10, 10, 10, 20, 20, 30, 30);
        assertThat(weighted(0.3, 0.3, 0.3).spread(3).x()).isEqualTo(ROWS);
    }

    @Test
    void invalidWeightsAreRefused() {
        assertThatThrownBy(() -> weighted(1, -1, 1)).hasMessageContaining("the weight of row 1 is -1.0");
        assertThatThrownBy(() -> weighted(1, 1, Double.NaN)).hasMessageContaining("the weight of row 2 is NaN");
        assertThatThrownBy(() -> weighted(0, 0, 0)).hasMessageContaining("the sum of the weights is 0.0");
        assertThatThrownBy(() -> weighted(1e308, 1e308, 1e308)).hasMessageContaining("Infinity");
        assertThatThrownBy(() -> new WeightedDataset(Rows.of(ROWS), HostArray.of(Shape.of(2), 1.0, 2.0)))
                .hasMessageContaining("one for each row");
    }
}
