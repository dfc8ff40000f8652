package org.pushforward.benchmark.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The output streams of the command line.
 *
 * @param out for results
 * @param err for progress and errors
 * @param interactive whether {@code err} is a terminal, where a line can be overwritten
 * @param width the number of characters per line of the terminal
 */
public record Console(PrintWriter out, PrintWriter err, boolean interactive, int width) {
    /** The system property with which the launcher tells whether standard error is a terminal. */
    private static final String TERMINAL = "pushforward.terminal";
    /** The system property with which the launcher tells the width of the terminal. */
    private static final String WIDTH = "pushforward.columns";

    private static final int USUAL = 80;
    private static final int NARROWEST = 20;

    /** Creates a console with the default line width. */
    public Console(PrintWriter out, PrintWriter err, boolean interactive) {
        this(out, err, interactive, USUAL);
    }

    /** Returns the console of standard output and error. It is not interactive if TERM is {@code dumb}. */
    public static Console standard() {
        boolean terminal =
                Boolean.parseBoolean(System.getProperty(TERMINAL, Boolean.toString(System.console() != null)));
        int width = Integer.getInteger(WIDTH, USUAL);
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                terminal && !"dumb".equals(System.getenv("TERM")),
                width < NARROWEST ? USUAL : width);
    }
}
