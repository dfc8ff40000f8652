package org.pushforward.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The columns of a row: for each name, the element type and shape of one row's value.
 *
 * @param columns the types by name, in order
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Schema(Map<String, TensorType> columns) {
    /** The name of the column that a model describes. */
    public static final String X = "x";

    private static final Schema EMPTY = new Schema(Map.of());

    /** Copies the map. */
    public Schema {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    /** Returns the schema without columns. */
    public static Schema empty() {
        return EMPTY;
    }

    /** Returns a schema with a single column. */
    public static Schema of(String name, TensorType type) {
        return new Schema(Map.of(name, type));
    }

    /** Returns a schema with a single float32 column named {@value #X}. */
    public static Schema of(Shape shape) {
        return of(X, new TensorType(DType.F32, shape));
    }

    /**
     * Returns this schema with an additional last column.
     *
     * @throws IllegalArgumentException if there is a column of that name already
     */
    public Schema with(String name, TensorType type) {
        if (columns.containsKey(name)) {
            throw new IllegalArgumentException("two columns named '" + name + "': give each a name of its own");
        }
        Map<String, TensorType> more = new LinkedHashMap<>(columns);
        more.put(name, type);
        return new Schema(more);
    }

    /**
     * Returns the columns of both schemas.
     *
     * @throws IllegalArgumentException if both have a column of the same name
     */
    public Schema and(Schema other) {
        Schema all = this;
        for (Map.Entry<String, TensorType> column : other.columns.entrySet()) {
            all = all.with(column.getKey(), column.getValue());
        }
        return all;
    }

    /** Returns this schema without a column, or this schema if it has no such column. */
    public Schema without(String name) {
        Map<String, TensorType> fewer = new LinkedHashMap<>(columns);
        fewer.remove(name);
        return new Schema(fewer);
    }

    /** Returns the names in order. */
    public Set<String> names() {
        return columns.keySet();
    }

    /** Returns whether there are no columns. */
    public boolean isEmpty() {
        return columns.isEmpty();
    }

    /**
     * Returns the type of one row's value.
     *
     * @throws IllegalArgumentException if there is no such column, listing the existing ones
     */
    public TensorType get(String name) {
        return Columns.get("column", columns, name);
    }

    /** Returns the type of the values of some rows: [count, ...]. */
    public TensorType rows(String name, int count) {
        TensorType row = get(name);
        return row.with(row.shape().prepend(count));
    }

    /**
     * Checks that another schema has at least these columns, with these types.
     *
     * @param what the owner of the other schema, for the message
     * @throws IllegalArgumentException if a column is missing or its type differs; the message contains both schemas' types
     */
    public void checkFits(String what, Schema other) {
        columns.forEach((name, type) -> {
            TensorType actual = other.columns.get(name);
            if (!type.equals(actual)) {
                throw new IllegalArgumentException(what + " has "
                        + (actual == null ? "no column '" + name + "'" : "a column '" + name + "' of type " + actual)
                        + " in " + other + ": expected '" + name + "' of type " + type);
            }
        });
    }

    /** Returns the columns as text, such as {@code {x: f32[2], label: i64[]}}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        columns.forEach((name, type) -> text.append(text.length() > 1 ? ", " : "")
                .append(name)
                .append(": ")
                .append(type));
        return text.append('}').toString();
    }
}
