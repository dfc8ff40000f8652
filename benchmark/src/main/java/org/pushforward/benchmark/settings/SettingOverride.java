package org.pushforward.benchmark.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value that replaces one in a file, for example {@code training.batch=64} or {@code comparisons.0.name=moons}.
 *
 * @param path the keys on the way to the value; list items are numbered from 0
 * @param value the value, as YAML
 */
public record SettingOverride(List<String> path, String value) {
    /** Copies the path. */
    public SettingOverride {
        path = List.copyOf(path);
    }

    /**
     * Parses {@code path=value}.
     *
     * @throws ConfigurationException if the path or the '=' is missing
     */
    public static SettingOverride parse(String text) {
        int at = text.indexOf('=');
        if (at < 1) {
            Problems problems = new Problems("--set " + text);
            problems.ofFile("expected PATH=VALUE, such as training.batch=64");
            throw problems.exception();
        }
        return new SettingOverride(List.of(text.substring(0, at).split("\\.", -1)), text.substring(at + 1));
    }

    private String name() {
        return "--set " + String.join(".", path);
    }

    /**
     * Puts the value into a tree.
     *
     * @throws ConfigurationException if the path leads through a scalar or to an absent list item, or the value is not YAML
     */
    void applyTo(Node root) {
        Problems problems = new Problems(name());
        Node marked = YamlTree.parse(value.isEmpty() ? "''" : value, problems)
                .map(this::marked)
                .orElseThrow(problems::exception);
        Node at = root;
        for (int i = 0; i < path.size() - 1; i++) {
            at = child(at, path.get(i), problems);
        }
        put(at, path.get(path.size() - 1), marked, problems);
    }

    private Node child(Node node, String key, Problems problems) {
        if (node instanceof MappingNode mapping) {
            Optional<Node> found = mapping.getValue().stream()
                    .filter(tuple -> isKey(tuple, key))
                    .map(NodeTuple::getValueNode)
                    .findFirst();
            if (found.isEmpty()) {
                MappingNode made = new MappingNode(Tag.MAP, true, new ArrayList<>(), mark(), mark(), FlowStyle.BLOCK);
                put(node, key, made, problems);
                return made;
            }
            return found.get();
        }
        if (node instanceof SequenceNode list && isPosition(key, list)) {
            return list.getValue().get(Integer.parseInt(key));
        }
        throw refused(node, key, problems);
    }

    private void put(Node node, String key, Node made, Problems problems) {
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> tuples = new ArrayList<>(mapping.getValue());
            ScalarNode name = new ScalarNode(Tag.STR, key, mark(), mark(), ScalarStyle.PLAIN);
            tuples.removeIf(tuple -> isKey(tuple, key));
            tuples.add(new NodeTuple(name, made));
            mapping.setValue(tuples);
        } else if (node instanceof SequenceNode list && isPosition(key, list)) {
            list.getValue().set(Integer.parseInt(key), made);
        } else {
            throw refused(node, key, problems);
        }
    }

    private static ConfigurationException refused(Node node, String key, Problems problems) {
        problems.ofFile(
                node instanceof SequenceNode list
                        ? "'" + key + "' is not a position in a list of length "
                                + list.getValue().size()
                        : "'" + key
                                + "' cannot be set, because its parent is a single word in the file: write the parent as a mapping");
        return problems.exception();
    }

    private static boolean isKey(NodeTuple tuple, String key) {
        return tuple.getKeyNode() instanceof ScalarNode scalar
                && scalar.getValue().equals(key);
    }

    private static boolean isPosition(String key, SequenceNode list) {
        return key.matches("\\d{1,9}")
                && Integer.parseInt(key) < list.getValue().size();
    }

    private Mark mark() {
        return new Mark(name(), 0, 0, 0, new int[0], 0);
    }

    /** Returns a copy of a tree whose marks refer to the command line instead of the file. */
    private Node marked(Node node) {
        if (node instanceof MappingNode mapping) {
            List<NodeTuple> tuples = new ArrayList<>();
            mapping.getValue()
                    .forEach(tuple ->
                            tuples.add(new NodeTuple(marked(tuple.getKeyNode()), marked(tuple.getValueNode()))));
            return new MappingNode(mapping.getTag(), true, tuples, mark(), mark(), mapping.getFlowStyle());
        }
        if (node instanceof SequenceNode list) {
            List<Node> nodes =
                    new ArrayList<>(list.getValue().stream().map(this::marked).toList());
            return new SequenceNode(list.getTag(), true, nodes, mark(), mark(), list.getFlowStyle());
        }
        ScalarNode scalar = (ScalarNode) node;
        return new ScalarNode(scalar.getTag(), scalar.getValue(), mark(), mark(), scalar.getScalarStyle());
    }
}
