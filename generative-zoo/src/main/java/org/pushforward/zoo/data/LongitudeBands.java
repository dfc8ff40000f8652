package org.pushforward.zoo.data;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A division of the map into bands of longitude for training and for testing, in turn.
 *
 * <p>From 180 W eastwards: {@code train} columns for training, {@code gap} columns for neither, {@code test} columns for
 * testing, {@code gap} columns for neither, and so on round the globe. Many narrow bands, not one large, so that the
 * climates of both parts are comparable; a gap, because the fields of adjacent cells are nearly equal, so that a test
 * patch beside a training patch would hardly be a new place.
 *
 * <p>How wide a gap has to be is for the variogram to say. Of log(1 + mm) without the mean of its latitude, the cell that lies 11
 * columns away explains half of a cell's variance, and the one that lies 12 away less: so the standard gap is 11 columns. The field is
 * correlated over some 50 columns, and no gap makes test patches independent of training patches.
 *
 * @param train the width of a training band in columns of one degree, 1 or more
 * @param gap the width of what is left out between two bands, 0 or more
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
                    + ", so that the map ends where a band does");
        }
    }

    /** Returns eight bands of 15 columns for training and eight of 8 for testing, with 11 columns between. */
    public static LongitudeBands standard() {
        return new LongitudeBands(15, 11, 8);
    }

    /**
     * Columns from one inclusive to another exclusive.
     *
     * @param from the westernmost column
     * @param to the column east of the easternmost
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
