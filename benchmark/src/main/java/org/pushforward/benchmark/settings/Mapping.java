package org.pushforward.benchmark.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * A node that maps unique names to values.
 *
 * @param node the node
 * @param values the values by key
 * @param keys the keys' own nodes by key
 */
record Mapping(Node node, Map<String, Node> values, Map<String, Node> keys) {

    /** Returns a node as a mapping without keys. */
    static Mapping empty(Node node) {
        return new Mapping(node, Map.of(), Map.of());
    }

    /**
     * Returns a node as a mapping; empty after reporting that it is not a mapping.
     *
     * @param expected what was expected, for the message
     */
    static Optional<Mapping> of(Node node, String expected, Problems problems) {
        if (!(node instanceof MappingNode mapping)) {
            problems.at(node, "expected " + expected);
            return Optional.empty();
        }
        Map<String, Node> values = new LinkedHashMap<>();
        Map<String, Node> keys = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.at(tuple.getKeyNode(), "expected a name as the key");
            } else if (values.containsKey(key.getValue())) {
                int first = keys.get(key.getValue()).getStartMark().getLine() + 1;
                problems.at(key, "duplicate key '" + key.getValue() + "', first on line " + first);
            } else {
                values.put(key.getValue(), tuple.getValueNode());
                keys.put(key.getValue(), key);
            }
        }
        return Optional.of(new Mapping(node, values, keys));
    }
}
