package org.pushforward.zoo.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A division of the map into alternating bands of longitude for training and testing.
 *
 * <p>From 180 W eastwards: {@code train} columns for training, {@code gap} columns for neither, {@code test} columns for
 * testing, {@code gap} columns for neither, and so on around the globe. Many narrow bands make the climates of both parts comparable. The
 * gaps are needed because adjacent cells are nearly equal, so a test patch next to a training patch would hardly be new.
 *
 * <p>The variogram determines the width of the gap. After subtracting the mean of its latitude from log(1 + mm), a cell 11 columns away
 * explains half of a cell's variance, and a cell 12 columns away explains less. The standard gap is therefore 11 columns. The field is
 * correlated over about 50 columns, so no gap makes test patches independent of training patches.
 *
 * @param train the width of a training band in columns of one degree, 1 or more
 * @param gap the width of the gap between two bands, 0 or more
 * @param test the width of a test band, 1 or more
 */
public record LongitudeBands(int train, int gap, int test) {
    /** Refuses widths that are out of range, or that do not fit the globe a whole number of times. */
    public LongitudeBands {
        if (train < 1 || gap < 0 || test < 1) {
            throw new IllegalArgumentException("bands of " + train + " columns for training, " + gap + " left out, "
                    + test + " for testing: expected at least 1, 0 and 1");
        }
        int period = train + test + 2 * gap;
        if (PrecipitationField.COLUMNS % period != 0) {
            throw new IllegalArgumentException("bands of " + train + " + " + gap + " + " + test + " + " + gap + " = "
                    + period + " columns: expected a divisor of " + PrecipitationField.COLUMNS
                    + ", so that the bands fill the map");
        }
    }

    /** Returns eight training bands of 15 columns and eight test bands of 8 columns, with gaps of 11 columns. */
    public static LongitudeBands standard() {
        return new LongitudeBands(15, 11, 8);
    }

    /**
     * A range of columns, from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @param from the westernmost column
     * @param to the column after the easternmost
     */
    public record Band(int from, int to) {}

    /** Returns the training bands from west to east. */
    public List<Band> trainBands() {
        return bands(0, train);
    }

    /** Returns the test bands from west to east. */
    public List<Band> testBands() {
        return bands(train + gap, test);
    }

    private List<Band> bands(int offset, int width) {
        int period = train + test + 2 * gap;
        return IntStream.range(0, PrecipitationField.COLUMNS / period)
                .map(i -> i * period + offset)
                .mapToObj(from -> new Band(from, from + width))
                .toList();
    }
}
