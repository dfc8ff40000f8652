package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;

/** The learned prior that comes with the program on a map that is larger than its window. */
class LargeMapTest {
    private static final Grid GRID = new Grid(96, 160, 0, 0, 1, 1);
    private static final int GAUGES = 60;

    /**
     * 45 windows make one field: each draw agrees with every exact gauge, and it does not jump where a window ends. A minute:
     * {@code ./mvnw -pl benchmark test -Pacceptance -Dtest=LargeMapTest}.
     */
    @Test
    @Tag("acceptance")
    void manyWindowsMakeOneField() {
        RandomKey key = RandomKey.of(3);
        int[] cells = Arrays.copyOf(key.permutation(GRID.cells()), GAUGES);
        double[] values = key.fold("values").normal(Shape.of(GAUGES)).toDoubles();
        GaugedField field = new GaugedField(
                GRID,
                Measurements.of(GRID.places().select(cells), values),
                FieldUnits.plain(),
                new FieldScale(0, 1),
                Optional.empty());
        try (Backend backend = Backends.open("onnx");
                LearnedPrior prior = LearnedPrior.shipped(backend)) {
            FieldForecast forecast = new AmortizedPosterior(
                            "amortized", () -> prior, new MethodSettings.Amortized(12, 1))
                    .given(field, 2, key, new Cancellation());
            assertThat(forecast.draws().shape()).isEqualTo(Shape.of(2, 96, 160));
            assertThat(forecast.draws().isFinite()).isTrue();
            assertThat(forecast.notes()).anyMatch(note -> note.contains("45 overlapping windows"));
            for (int k = 0; k < 2; k++) {
                for (int i = 0; i < GAUGES; i++) {
                    // The last noise level is 0.01 deviations.
                    assertThat(forecast.draws().get(k * GRID.cells() + cells[i]))
                            .isCloseTo(values[i], within(0.03));
                }
                // Windows end at every 16th column. The mean square steps there and elsewhere are over about a thousand
                // cells each.
                double atEnds = steps(forecast, k, true);
                double elsewhere = steps(forecast, k, false);
                assertThat(atEnds / elsewhere).isBetween(0.7, 1.4);
            }
        }
    }

    /** Returns the mean square of the steps between columns, where a window ends or elsewhere. */
    private static double steps(FieldForecast forecast, int draw, boolean atEnds) {
        double sum = 0;
        int count = 0;
        for (int cell = 0; cell < GRID.cells(); cell++) {
            int column = cell % GRID.columns();
            if (column > 0 && (column % 16 == 0) == atEnds) {
                int at = draw * GRID.cells() + cell;
                sum += Math.pow(forecast.draws().get(at) - forecast.draws().get(at - 1), 2);
                count++;
            }
        }
        return sum / count;
    }
}
