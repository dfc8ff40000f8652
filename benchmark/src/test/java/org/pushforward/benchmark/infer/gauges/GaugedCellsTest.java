package org.pushforward.benchmark.infer.gauges;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;

class GaugedCellsTest {
    /** Two rows of three cells with side 10; the northern row is first. */
    private static final Grid GRID = new Grid(2, 3, 5, 15, 10, -10);

    private static Places places(double... coordinates) {
        double[] x = new double[coordinates.length / 2];
        double[] y = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            x[k] = coordinates[2 * k];
            y[k] = coordinates[2 * k + 1];
        }
        return Places.of(x, y);
    }

    @Test
    void aGaugeBelongsToTheCellThatContainsIt() {
        GaugedCells cells =
                GaugedCells.of(Measurements.of(places(1, 19, 29, 1, 12, 9, 0, 0, 30, 20), 1, 2, 3, 4, 5), GRID);
        assertThat(cells.cells()).containsExactly(0, 5, 4, 3, 2);
        assertThat(cells.values()).containsExactly(1, 2, 3, 4, 5);
        assertThat(cells.noise()).containsOnly(0);
    }

    @Test
    void noisyGaugesOfACellAreWeightedByPrecision() {
        Measurements two = Measurements.withNoise(places(1, 11, 2, 12), new double[] {1, 4}, new double[] {1, 2});
        GaugedCells cells = GaugedCells.of(two, GRID);
        assertThat(cells.cells()).containsExactly(0);
        assertThat(cells.values()[0]).isCloseTo((1 + 4 / 2.0) / 1.5, within(1e-12));
        assertThat(cells.noise()[0]).isCloseTo(1 / 1.5, within(1e-12));
    }

    /** The variance of the values 1, 2 and 6 is 7; that of their mean is 7/3. */
    @Test
    void exactGaugesOfACellBecomeTheirMeanWithItsVariance() {
        GaugedCells cells = GaugedCells.of(Measurements.of(places(1, 11, 2, 12, 3, 13), 1, 2, 6), GRID);
        assertThat(cells.values()[0]).isCloseTo(3, within(1e-12));
        assertThat(cells.noise()[0]).isCloseTo(7 / 3.0, within(1e-12));
    }

    @Test
    void aGaugeOutsideIsRefusedWithTheExtentOfTheMap() {
        assertThatThrownBy(() -> GaugedCells.of(Measurements.of(places(31, 5), 1), GRID))
                .hasMessageContaining("(31.0, 5.0) is outside the map")
                .hasMessageContaining("0.0 to 30.0 and 0.0 to 20.0")
                .hasMessageContaining("enlarge the map");
    }
}
