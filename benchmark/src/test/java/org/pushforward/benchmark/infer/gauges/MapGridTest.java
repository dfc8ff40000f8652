package org.pushforward.benchmark.infer.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
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

    /** Edges are sums of rounded numbers, which may move them past the gauges by a little. */
    @Test
    void gaugesOnTheEdgesAreInsideTheMap() {
        Random random = new Random(1);
        for (int k = 0; k < 2000; k++) {
            double west = 1e7 * random.nextDouble();
            double south = -1e7 * random.nextDouble();
            double width = 1000 * random.nextDouble();
            double height = 1000 * random.nextDouble();
            Places corners = Places.of(
                    new double[] {west, west + width, west, west + width},
                    new double[] {south, south, south + height, south + height});
            int cells = 2 + random.nextInt(60);
            Grid grid = MapGrid.of(corners, new GridSettings(cells, 0, NONE, NONE, NONE, NONE, NONE));
            int last = grid.columns() - 1;
            int[] found = new int[4];
            Arrays.setAll(found, i -> GaugedField.cell(grid, corners.x(i), corners.y(i)));
            assertThat(found[2]).isZero();
            assertThat(found[3]).isEqualTo(width >= height ? last : found[3]);
            assertThat(found[0] / grid.columns())
                    .isEqualTo(height >= width ? grid.rows() - 1 : found[0] / grid.columns());
        }
        Grid one = new Grid(1, 3, 0.5, 0.5, 1, -1);
        assertThat(GaugedField.cell(one, -1e-10, 0.5)).isZero();
        assertThat(GaugedField.cell(one, 3 + 1e-10, 0.5)).isEqualTo(2);
        assertThat(GaugedField.cell(one, 0.5, -1e-10)).isZero();
        assertThat(GaugedField.cell(one, 0.5, 1 + 1e-10)).isZero();
        assertThatThrownBy(() -> GaugedField.cell(one, -1e-3, 0.5)).hasMessageContaining("outside the map");
    }
}
