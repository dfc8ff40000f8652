package org.pushforward.graph.text;

import org.pushforward.Stability;

/**
 * A stored graph that cannot be read: damaged, cut short, changed by hand, of a newer version, or no graph at all.
 *
 * <p>The message begins with the source and, where one place is to blame, its line and column, as in {@code
 * model.graph:12:9: ...}; then it says what was found and what was expected.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class GraphFormatException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * Describes a place that cannot be read.
     *
     * @param source the file, or what else the text is from
     * @param line the number of the line, from 1
     * @param column the number of the character in the line, from 1
     * @param problem what was found, and what was expected
     */
    public GraphFormatException(String source, int line, int column, String problem) {
        super(source + ":" + line + ":" + column + ": " + problem);
        this.line = line;
        this.column = column;
    }

    /**
     * Describes a source that cannot be read as a whole.
     *
     * @param source the file, or what else was read
     * @param problem what was found, what was expected, and what to do
     */
    public GraphFormatException(String source, String problem) {
        super(source + ": " + problem);
        this.line = 0;
        this.column = 0;
    }

    /** Returns the number of the line, from 1, or 0 if no one place is to blame. */
    public int line() {
        return line;
    }

    /** Returns the number of the character in the line, from 1, or 0 if no one place is to blame. */
    public int column() {
        return column;
    }
}
