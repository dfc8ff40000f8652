package org.pushforward.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;

/**
 * The values that a model is conditioned on, in a graph.
 *
 * @param values a tensor of shape [rows, ...] for each name
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Context(Map<String, Tensor> values) {
    private static final Context NONE = new Context(Map.of());

    /** Copies the map. */
    public Context {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Returns the context without values. */
    public static Context none() {
        return NONE;
    }

    /** Returns a context of one value. */
    public static Context of(String name, Tensor value) {
        return new Context(Map.of(name, value));
    }

    /** Returns this context with an additional value, which replaces one of the same name. */
    public Context with(String name, Tensor value) {
        Map<String, Tensor> more = new LinkedHashMap<>(values);
        more.put(name, value);
        return new Context(more);
    }

    /**
     * Returns a value, of shape [rows, ...].
     *
     * @throws IllegalArgumentException if no column has this name, listing the existing ones
     */
    public Tensor get(String name) {
        return Columns.get("value in the context", values, name);
    }
}
