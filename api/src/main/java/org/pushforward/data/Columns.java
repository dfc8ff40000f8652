package org.pushforward.data;

import java.util.Map;

/** Looks up columns by name. */
final class Columns {
    private Columns() {}

    static <T> T get(String what, Map<String, T> columns, String name) {
        T value = columns.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no " + what + " '" + name + "'; there are " + columns.keySet());
        }
        return value;
    }
}
