package org.pushforward.zoo.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/**
 * The precipitation of the year 2016 over the globe: millimeters on 168 x 360 cells of one degree.
 *
 * <p>Rows run from north to south, and row 0 is between 87 N and 86 N. Columns run from west to east, and column 0 is between 180 W and
 * 179 W. Column 359 touches column 0 on the globe, but accessors do not wrap around. Cells of one degree do not have equal areas: they
 * shrink toward the poles.
 *
 * <p>From NOAA's Climate Forecast System version 2, public domain, as packaged in vega-datasets 3.2.1; a text file next to the resource
 * has the details. Immutable and thread-safe.
 */
public final class PrecipitationField {
    /** The number of rows. */
    public static final int ROWS = 168;
    /** The number of columns. */
    public static final int COLUMNS = 360;

    private static final String RESOURCE = "annual-precipitation-2016.txt.gz";
    private static final double NORTH = 87;
    private static final double WEST = -180;

    private final double[] millimeters;

    private PrecipitationField(double[] millimeters) {
        this.millimeters = millimeters;
    }

    /** Returns the field that is bundled with this library. */
    public static PrecipitationField load() {
        try (InputStream packed = Objects.requireNonNull(
                        PrecipitationField.class.getResourceAsStream(RESOURCE), "resource " + RESOURCE);
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(packed), StandardCharsets.US_ASCII))) {
            return parse(lines);
        } catch (IOException e) {
            throw new UncheckedIOException("reading the resource " + RESOURCE, e);
        }
    }

    /** Parses 168 lines of 360 nonnegative integers. */
    static PrecipitationField parse(BufferedReader lines) throws IOException {
        double[] millimeters = new double[ROWS * COLUMNS];
        for (int row = 0; row < ROWS; row++) {
            String line = lines.readLine();
            if (line == null) {
                throw new IllegalArgumentException("precipitation ends after " + row + " lines: expected " + ROWS);
            }
            String[] numbers = line.split(" ");
            if (numbers.length != COLUMNS) {
                throw new IllegalArgumentException(
                        "precipitation, line " + (row + 1) + ": " + numbers.length + " numbers, expected " + COLUMNS);
            }
            for (int column = 0; column < COLUMNS; column++) {
                millimeters[row * COLUMNS + column] = number(numbers[column], row, column);
            }
        }
        if (lines.readLine() != null) {
            throw new IllegalArgumentException("precipitation continues after line " + ROWS + ": expected its end");
        }
        return new PrecipitationField(millimeters);
    }

    private static int number(String text, int row, int column) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Refused below, like a negative number.
        }
        throw new IllegalArgumentException("precipitation, line " + (row + 1) + ", number " + (column + 1) + ": '"
                + text + "', expected a whole number of mm");
    }

    /**
     * Returns the precipitation of a cell in millimeters.
     *
     * @throws IndexOutOfBoundsException if there is no such row or column
     */
    public double at(int row, int column) {
        Objects.checkIndex(row, ROWS);
        Objects.checkIndex(column, COLUMNS);
        return millimeters[row * COLUMNS + column];
    }

    /**
     * Returns the precipitation in millimeters of the cell that contains a place.
     *
     * @param latitude degrees north, above -81 and up to 87
     * @param longitude degrees east, from -180 to below 180
     * @throws IndexOutOfBoundsException if no cell contains the place
     */
    public double atPlace(double latitude, double longitude) {
        return at((int) Math.floor(NORTH - latitude), (int) Math.floor(longitude - WEST));
    }

    /** Returns the latitude of the center of the cells of a row, in degrees north. */
    public static double latitude(double row) {
        return NORTH - 0.5 - row;
    }

    /** Returns the longitude of the center of the cells of a column, in degrees east. */
    public static double longitude(double column) {
        return WEST + 0.5 + column;
    }
}
