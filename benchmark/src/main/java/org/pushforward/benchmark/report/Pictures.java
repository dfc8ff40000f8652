package org.pushforward.benchmark.report;

/**
 * Pictures: samples are [count, channels * rows * columns], channel by channel.
 *
 * @param channels the number of channels: 1 for gray, 3 for red, green, and blue; for other numbers only the first channel is shown
 * @param rows the number of rows
 * @param columns the number of columns
 */
public record Pictures(int channels, int rows, int columns) implements Domain {
    /** Refuses pictures without pixels. */
    public Pictures {
        if (channels < 1 || rows < 1 || columns < 1) {
            throw new IllegalArgumentException(
                    "pictures of " + channels + " x " + rows + " x " + columns + ": expected at least 1 each");
        }
    }

    @Override
    public int dimension() {
        return channels * rows * columns;
    }
}
