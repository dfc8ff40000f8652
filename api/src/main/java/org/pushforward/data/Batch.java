package org.pushforward.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * The columns of some rows in a graph. Row k of every tensor belongs to the same sample.
 *
 * @param columns a tensor of shape [rows, ...] for each name
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Batch(Map<String, Tensor> columns) {
    /** Copies the map. */
    public Batch {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /**
     * Returns a column, of shape [rows, ...].
     *
     * @throws IllegalArgumentException if no column has this name, listing the existing ones
     */
    public Tensor get(String name) {
        return Columns.get("column", columns, name);
    }

    /** Returns the column named {@value Schema#X}. */
    public Tensor x() {
        return get(Schema.X);
    }

    /**
     * Returns the columns that something is conditioned on.
     *
     * @throws IllegalArgumentException if one of them is missing
     */
    public Context context(Schema schema) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        schema.names().forEach(name -> values.put(name, get(name)));
        return new Context(values);
    }
}
