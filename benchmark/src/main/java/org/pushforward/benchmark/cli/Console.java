package org.pushforward.benchmark.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The output streams of the command line.
 *
 * @param out for results
 * @param err for progress and errors
 * @param interactive whether {@code err} is a terminal, where a line can be overwritten
 */
public record Console(PrintWriter out, PrintWriter err, boolean interactive) {
    /** The system property by which the launcher says whether standard error is a terminal. */
    private static final String TERMINAL = "pushforward.terminal";

    /** Returns standard output and error. */
    public static Console standard() {
        return new Console(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                Boolean.parseBoolean(System.getProperty(TERMINAL, Boolean.toString(System.console() != null))));
    }
}
