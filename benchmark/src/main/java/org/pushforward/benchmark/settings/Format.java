package org.pushforward.benchmark.settings;

import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** The two directions between values of one type and YAML. */
interface Format<T> {

    /** Returns the value of a node, or nothing after reporting the problem. */
    Optional<T> read(Node node, Problems problems);

    /** Returns the node of a value. */
    Node write(T value);

    /**
     * Checks that everything that this format may meet can be read and written.
     *
     * @param checked the formats that are checked already, or are being checked; this one is added
     * @throws IllegalArgumentException if a component of a record has no form in YAML
     */
    default void check(Set<Format<?>> checked) {}
}
