package org.pushforward.zoo.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pushforward.data.Dataset;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

class PrecipitationPatchesTest {
    private static final PrecipitationField FIELD = PrecipitationField.load();
    private static final PrecipitationPatches PATCHES = PrecipitationPatches.standard();

    @Test
    void standardPatchesNumberInTheThousands() {
        assertThat(PATCHES.train().rows().x().shape()).isEqualTo(Shape.of(2592, 1, 8, 8));
        assertThat(PATCHES.test().rows().x().shape()).isEqualTo(Shape.of(648, 1, 8, 8));
        assertThat(PATCHES.trainPatches()).hasSize(2592).doesNotHaveDuplicates();
        assertThat(PATCHES.testPatches()).hasSize(648).doesNotHaveDuplicates();
    }

    @Test
    void trainingAndTestColumnsAreSeparatedByTheGap() {
        Set<Integer> train = columns(PATCHES.trainPatches());
        Set<Integer> test = columns(PATCHES.testPatches());

        assertThat(train).hasSize(8 * 14); // At stride 2 no patch starts at the 15th column of a band.
        assertThat(test).hasSize(8 * 8);
        for (int column : test) {
            for (int offset = -11; offset <= 11; offset++) {
                assertThat(train).doesNotContain(Math.floorMod(column + offset, 360));
            }
        }
    }

    @Test
    void gapIsTheSmallestWithLessThanHalfOfTheVarianceExplained() {
        int gap = 11;

        assertThat(LongitudeBands.standard().gap()).isEqualTo(gap);
        assertThat(explained(gap + 1)).isLessThan(0.5);
        assertThat(explained(gap)).isGreaterThan(0.5);
    }

    /** Returns the squared correlation of cells a number of columns apart, for logarithms minus the mean of their latitude. */
    private static double explained(int columns) {
        double half = 0;
        double variance = 0;
        for (int row = 0; row < PrecipitationField.ROWS; row++) {
            double mean = 0;
            for (int column = 0; column < PrecipitationField.COLUMNS; column++) {
                mean += Math.log1p(FIELD.at(row, column)) / PrecipitationField.COLUMNS;
            }
            for (int column = 0; column < PrecipitationField.COLUMNS; column++) {
                double here = Math.log1p(FIELD.at(row, column)) - mean;
                double there = Math.log1p(FIELD.at(row, (column + columns) % PrecipitationField.COLUMNS)) - mean;
                half += (here - there) * (here - there) / 2;
                variance += here * here;
            }
        }
        double correlation = 1 - half / variance;
        return correlation * correlation;
    }

    @Test
    void everyPatchStaysInItsBand() {
        for (Patch patch : PATCHES.trainPatches()) {
            assertThat(patch.column() % 45).isBetween(0, 7);
        }
        for (Patch patch : PATCHES.testPatches()) {
            assertThat(patch.column() % 45).isEqualTo(26);
        }
    }

    @Test
    void trainingCellsHaveMeanZeroAndDeviationOne() {
        double[] values = PATCHES.train().rows().x().toDoubles();
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }

        assertThat(sum / values.length).isCloseTo(0, within(1e-6));
        assertThat(squares / values.length).isCloseTo(1, within(1e-6));
    }

    @Test
    void testCellsAreStandardizedByTheTrainingCells() {
        Patch patch = PATCHES.testPatches().get(500);
        double expected = (Math.log1p(FIELD.at(patch.row() + 3, patch.column() + 5)) - PATCHES.mean())
                / PATCHES.standardDeviation();

        assertThat(PATCHES.test().rows().x().get(500 * 64 + 3 * 8 + 5)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void climatesOfBothPartsAreComparable() {
        double[] values = PATCHES.test().rows().x().toDoubles();
        double sum = 0;
        double squares = 0;
        for (double value : values) {
            sum += value;
            squares += value * value;
        }
        double mean = sum / values.length;

        assertThat(mean).isCloseTo(0, within(0.1));
        assertThat(Math.sqrt(squares / values.length - mean * mean)).isCloseTo(1, within(0.1));
    }

    @Test
    void millimetersAreRestored() {
        assertRestored(PATCHES.train(), PATCHES.trainPatches());
        assertRestored(PATCHES.test(), PATCHES.testPatches());
        assertThat(PATCHES.toMillimeters(-100)).isZero();
    }

    private void assertRestored(Dataset dataset, List<Patch> places) {
        HostArray millimeters = PATCHES.toMillimeters(dataset.rows().x());
        assertThat(millimeters.shape()).isEqualTo(dataset.rows().x().shape());
        for (int i = 0; i < places.size(); i += 101) {
            Patch patch = places.get(i);
            for (int cell = 0; cell < 64; cell++) {
                double truth = FIELD.at(patch.row() + cell / 8, patch.column() + cell % 8);
                assertThat(millimeters.get(i * 64 + cell)).isCloseTo(truth, within(1e-5 * (1 + truth)));
            }
        }
    }

    @Test
    void patchesKnowTheirPosition() {
        Patch patch = new Patch(80, 100, 8);

        assertThat(patch.latitude()).isEqualTo(87 - 84);
        assertThat(patch.longitude()).isEqualTo(-180 + 104);
    }

    @Test
    void sizeAndStrideMayDiffer() {
        PrecipitationPatches apart = PrecipitationPatches.cut(FIELD, 4, 4, new LongitudeBands(32, 0, 8));

        assertThat(apart.size()).isEqualTo(4);
        assertThat(apart.train().rows().x().shape()).isEqualTo(Shape.of(9 * 8 * 42, 1, 4, 4));
        assertThat(apart.test().rows().x().shape()).isEqualTo(Shape.of(9 * 2 * 42, 1, 4, 4));
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertThatThrownBy(() -> PrecipitationPatches.cut(FIELD, 13, 2, new LongitudeBands(20, 2, 12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patches of size 13: expected 1 to 12");
        assertThatThrownBy(() -> PrecipitationPatches.cut(FIELD, 8, 0, LongitudeBands.standard()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stride 0");
        assertThatThrownBy(() -> new LongitudeBands(30, 0, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("41 columns: expected a divisor of 360");
        assertThatThrownBy(() -> new LongitudeBands(0, 0, 10)).isInstanceOf(IllegalArgumentException.class);
    }

    private static Set<Integer> columns(List<Patch> patches) {
        Set<Integer> columns = new HashSet<>();
        for (Patch patch : patches) {
            for (int i = 0; i < patch.size(); i++) {
                columns.add(patch.column() + i);
            }
        }
        return columns;
    }
}
