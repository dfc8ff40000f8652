package org.pushforward.benchmark.settings;

import java.util.Optional;
import java.util.Set;
import org.yaml.snakeyaml.nodes.Node;

/** Reads and writes values of one type as YAML. */
interface Format<T> {

    /** Returns the value of a node; empty after reporting a problem. */
    Optional<T> read(Node node, Problems problems);

    /** Returns the node of a value. */
    Node write(T value);

    /**
     * Checks that all values that can occur in this format can be read and written.
     *
     * @param checked the formats that were checked or are being checked; this one is added
     * @throws IllegalArgumentException if a component of a record cannot be expressed in YAML
     */
    default void check(Set<Format<?>> checked) {}
}
