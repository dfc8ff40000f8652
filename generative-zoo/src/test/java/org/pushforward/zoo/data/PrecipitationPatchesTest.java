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
    // Not static, so that each test sees the code that it runs, also when a mutant has been put in after the class was
    // loaded.
    private final PrecipitationField field = PrecipitationField.load();
    private final PrecipitationPatches patches = PrecipitationPatches.standard();

    @Test
    void standardPatchesNumberInTheThousands() {
        assertThat(patches.train().rows().x().shape()).isEqualTo(Shape.of(2592, 1, 8, 8));
        assertThat(patches.test().rows().x().shape()).isEqualTo(Shape.of(648, 1, 8, 8));
        assertThat(patches.trainPatches()).hasSize(2592).doesNotHaveDuplicates();
        assertThat(patches.testPatches()).hasSize(648).doesNotHaveDuplicates();
    }

    @Test
    void trainingAndTestColumnsAreSeparatedByTheGap() {
        Set<Integer> train = columns(patches.trainPatches());
        Set<Integer> test = columns(patches.testPatches());

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
    private double explained(int columns) {
        double half = 0;
        double variance = 0;
        for (int row = 0; row < PrecipitationField.ROWS; row++) {
            double mean = 0;
            for (int column = 0; column < PrecipitationField.COLUMNS; column++) {
                mean += Math.log1p(field.at(row, column)) / PrecipitationField.COLUMNS;
            }
            for (int column = 0; column < PrecipitationField.COLUMNS; column++) {
                double here = Math.log1p(field.at(row, column)) - mean;
                double there = Math.log1p(field.at(row, (column + columns) % PrecipitationField.COLUMNS)) - mean;
                half += (here - there) * (here - there) / 2;
                variance += here * here;
            }
        }
        double correlation = 1 - half / variance;
        return correlation * correlation;
    }

    @Test
    void everyPatchStaysInItsBand() {
        for (Patch patch : patches.trainPatches()) {
            assertThat(patch.column() % 45).isBetween(0, 7);
        }
        for (Patch patch : patches.testPatches()) {
            assertThat(patch.column() % 45).isEqualTo(26);
        }
    }

    @Test
    void trainingCellsHaveMeanZeroAndDeviationOne() {
        double[] values = patches.train().rows().x().toDoubles();
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
        Patch patch = patches.testPatches().get(500);
        double expected = (Math.log1p(field.at(patch.row() + 3, patch.column() + 5)) - patches.mean())
                / patches.standardDeviation();

        assertThat(patches.test().rows().x().get(500 * 64 + 3 * 8 + 5)).isCloseTo(expected, within(1e-6));
    }

    @Test
    void climatesOfBothPartsAreComparable() {
        double[] values = patches.test().rows().x().toDoubles();
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
        assertRestored(patches.train(), patches.trainPatches());
        assertRestored(patches.test(), patches.testPatches());
        assertThat(patches.toMillimeters(-100)).isZero();
    }

    private void assertRestored(Dataset dataset, List<Patch> places) {
        HostArray millimeters = patches.toMillimeters(dataset.rows().x());
        assertThat(millimeters.shape()).isEqualTo(dataset.rows().x().shape());
        for (int i = 0; i < places.size(); i += 101) {
            Patch patch = places.get(i);
            for (int cell = 0; cell < 64; cell++) {
                double truth = field.at(patch.row() + cell / 8, patch.column() + cell % 8);
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
        PrecipitationPatches apart = PrecipitationPatches.cut(field, 4, 4, new LongitudeBands(32, 0, 8));

        assertThat(apart.size()).isEqualTo(4);
        assertThat(apart.train().rows().x().shape()).isEqualTo(Shape.of(9 * 8 * 42, 1, 4, 4));
        assertThat(apart.test().rows().x().shape()).isEqualTo(Shape.of(9 * 2 * 42, 1, 4, 4));
    }

    @Test
    void theSmallestAndTheLargestPatchesAndStridesFit() {
        assertThat(PrecipitationPatches.cut(field, 1, 30, new LongitudeBands(1, 0, 1))
                        .size())
                .isEqualTo(1);
        PrecipitationPatches large = PrecipitationPatches.cut(field, 12, 1, new LongitudeBands(20, 2, 12));
        assertThat(large.testPatches()).hasSize(10 * (168 - 11));
        assertThat(large.trainPatches()).hasSize(10 * 9 * (168 - 11));
    }

    @Test
    void bandsLieSideBySide() {
        assertThat(LongitudeBands.standard().trainBands())
                .hasSize(8)
                .startsWith(new LongitudeBands.Band(0, 15), new LongitudeBands.Band(45, 60));
        assertThat(LongitudeBands.standard().testBands())
                .hasSize(8)
                .startsWith(new LongitudeBands.Band(26, 34), new LongitudeBands.Band(71, 79));
        assertThatThrownBy(() -> new LongitudeBands(6, -1, 6)).hasMessageContaining("-1 left out");
        assertThatThrownBy(() -> new LongitudeBands(10, 0, 0)).hasMessageContaining("0 for testing");
    }

    @Test
    void invalidArgumentsAreRefused() {
        assertThatThrownBy(() -> PrecipitationPatches.cut(field, 13, 2, new LongitudeBands(20, 2, 12)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("patches of size 13: expected 1 to 12");
        assertThatThrownBy(() -> PrecipitationPatches.cut(field, 13, 2, new LongitudeBands(12, 2, 20)))
                .hasMessageContaining("patches of size 13: expected 1 to 12");
        assertThatThrownBy(() -> PrecipitationPatches.cut(field, 169, 2, new LongitudeBands(180, 0, 180)))
                .hasMessageContaining("patches of size 169: expected 1 to 168");
        assertThatThrownBy(() -> PrecipitationPatches.cut(field, 8, 0, LongitudeBands.standard()))
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
