package org.pushforward.benchmark.settings;

import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** The two directions between values of one type and YAML. */
interface Format<T> {

    /** Returns the value of a node, or nothing after saying what is wrong. */
    Optional<T> read(Node node, Problems problems);

    /** Returns the node of a value. */
    Node write(T value);
}
