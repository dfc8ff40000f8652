package org.pushforward.benchmark.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.pushforward.benchmark.settings.ConfigurationException.Problem;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the problems found while a file is read. */
final class Problems {
    private final String file;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this.file = file;
    }

    void at(Node node, String message) {
        at(node.getStartMark(), message);
    }

    void at(Mark mark, String message) {
        // A value of the command line has a place of its own.
        boolean inFile = !mark.getName().startsWith("--set");
        found.add(
                inFile
                        ? new Problem(file, mark.getLine() + 1, mark.getColumn() + 1, message)
                        : new Problem(mark.getName(), 0, 0, message));
    }

    void ofFile(String message) {
        found.add(new Problem(file, 0, 0, message));
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    ConfigurationException exception() {
        List<Problem> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column));
        return new ConfigurationException(sorted);
    }
}
