package org.pushforward.benchmark.settings;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a file is empty or invalid. The message has a line for each problem. */
public final class ConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    /** The number of problems in the message. */
    private static final int SHOWN = 20;

    /**
     * A problem at a position.
     *
     * @param file the file's name
     * @param line the line, from 1; 0 for the whole file
     * @param column the column, from 1; 0 for the whole file
     * @param message what is wrong and what was expected
     */
    public record Problem(String file, int line, int column, String message) {

        /** Returns {@code file:line:column: message}. */
        @Override
        public String toString() {
            return (line == 0 ? file : file + ":" + line + ":" + column) + ": " + message;
        }
    }

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(text(problems));
        this.problems = List.copyOf(problems);
    }

    private static String text(List<Problem> problems) {
        String first = problems.stream().limit(SHOWN).map(Problem::toString).collect(Collectors.joining("\n"));
        int more = problems.size() - SHOWN;
        return more > 0 ? first + "\nand " + more + " more problems" : first;
    }

    /** Returns the problems in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
