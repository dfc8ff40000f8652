package org.pushforward.benchmark.settings;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.settings.ConfigurationException.Problem;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Collects the problems found while a file is read. */
final class Problems {
    private final String file;
    private final List<Problem> found;
    /** The files of nodes that are not from {@link #file}, by the identity of the nodes. */
    private final Map<Node, String> files;

    Problems(String file) {
        this(file, new ArrayList<>(), new IdentityHashMap<>());
    }

    private Problems(String file, List<Problem> found, Map<Node, String> files) {
        this.file = file;
        this.found = found;
        this.files = files;
    }

    /** Returns the problems of another file, which are added to these. */
    Problems of(String other) {
        return new Problems(other, found, files);
    }

    /** Notes that a tree is from another file. */
    void locate(Node tree, String other) {
        files.put(tree, other);
        if (tree instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> {
                locate(tuple.getKeyNode(), other);
                locate(tuple.getValueNode(), other);
            });
        } else if (tree instanceof SequenceNode list) {
            list.getValue().forEach(each -> locate(each, other));
        }
    }

    void at(Node node, String message) {
        of(files.getOrDefault(node, file)).at(node.getStartMark(), message);
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
        sorted.sort(Comparator.comparing(Problem::file, Comparator.comparing(each -> !each.equals(file)))
                .thenComparingInt(Problem::line)
                .thenComparingInt(Problem::column));
        return new ConfigurationException(sorted);
    }
}
