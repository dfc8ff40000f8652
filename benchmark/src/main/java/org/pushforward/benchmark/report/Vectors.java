package org.pushforward.benchmark.report;

import java.util.List;

/**
 * Vectors of named coordinates: samples are [count, names].
 *
 * @param names the names of the coordinates, at least one
 */
public record Vectors(List<String> names) implements Domain {
    /** Copies the list, and refuses an empty one. */
    public Vectors {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("vectors without coordinates: expected at least one");
        }
    }

    @Override
    public int dimension() {
        return names.size();
    }
}
