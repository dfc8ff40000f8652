package org.pushforward.benchmark.infer.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.infer.config.GridSettings;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;

class MapGridTest {
    private static final Optional<Double> NONE = Optional.empty();
    private static final Places GAUGES = Places.of(new double[] {100, 200}, new double[] {50, 90});

    @Test
    void theLongerSideHasTheGivenNumberOfSquareCells() {
        Grid grid = MapGrid.of(GAUGES, new GridSettings(10, 0, NONE, NONE, NONE, NONE, NONE));
        assertThat(grid).isEqualTo(new Grid(4, 10, 105, 85, 10, -10));
    }

    @Test
    void aMarginIsAddedOnEachSide() {
        Grid grid = MapGrid.of(GAUGES, new GridSettings(12, 0.1, NONE, NONE, NONE, NONE, NONE));
        assertThat(grid).isEqualTo(new Grid(6, 12, 95, 95, 10, -10));
    }

    @Test
    void edgesAndTheSideOfACellCanBeSet() {
        Grid grid = MapGrid.of(
                GAUGES,
                new GridSettings(
                        12,
                        0.1,
                        Optional.of(25.0),
                        Optional.of(0.0),
                        Optional.of(210.0),
                        Optional.of(0.0),
                        Optional.of(100.0)));
        assertThat(grid).isEqualTo(new Grid(4, 9, 12.5, 87.5, 25, -25));
    }

    @Test
    void oneGaugeNeedsEdges() {
        Places one = Places.of(new double[] {1}, new double[] {2});
        assertThatThrownBy(() -> MapGrid.of(one, new GridSettings()))
                .hasMessageContaining("from 1.0 to 1.0 and from 2.0 to 2.0 for 1 gauge:")
                .hasMessageContaining("set 'west', 'east', 'south' and 'north'");
    }

    @Test
    void aMapOfTooManyCellsIsRefused() {
        GridSettings tiny = new GridSettings(12, 0.1, Optional.of(1e-5), NONE, NONE, NONE, NONE);
        assertThatThrownBy(() -> MapGrid.of(GAUGES, tiny)).hasMessageContaining("set a larger 'cell'");
    }
}
