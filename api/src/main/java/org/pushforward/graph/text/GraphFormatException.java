package org.pushforward.graph.text;

import org.pushforward.Stability;

/**
 * Thrown if a stored graph cannot be read: because it is damaged, truncated, edited by hand, of a newer version, or not
 * a graph at all.
 *
 * <p>The message begins with the source and, if the error has a position, its line and column, as
 * in {@code model.graph:12:9: ...}. Then it says what was found and what was expected.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class GraphFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * Describes an error at a position.
     *
     * @param source the file, or another name for the origin of the text
     * @param line the line number, from 1
     * @param column the position of the character in the line, from 1
     * @param problem what was found, and what was expected
     */
    public GraphFormatException(String source, int line, int column, String problem) {
        super(source + ":" + line + ":" + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /**
     * Describes an error that has no position.
     *
     * @param source the file, or another name for the origin of the text
     * @param problem what was found, what was expected, and what to do
     */
    public GraphFormatException(String source, String problem) {
        super(source + ": " + problem);
        this.line = 0;
        this.column = 0;
    }

    /** Returns the line number, from 1, or 0 if the error has no position. */
    public int line() {
        return line;
    }

    /** Returns the position of the character in the line, from 1, or 0 if the error has no position. */
    public int column() {
        return column;
    }
}
