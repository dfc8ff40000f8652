package org.pushforward.zoo.data;

/**
 * A square of cells of the precipitation field.
 *
 * @param row the northernmost row
 * @param column the westernmost column
 * @param size the number of cells along an edge
 */
public record Patch(int row, int column, int size) {

    /** Returns the latitude of the center, in degrees north. */
    public double latitude() {
        return PrecipitationField.latitude(row + (size - 1) / 2.0);
    }

    /** Returns the longitude of the center, in degrees east. */
    public double longitude() {
        return PrecipitationField.longitude(column + (size - 1) / 2.0);
    }
}
