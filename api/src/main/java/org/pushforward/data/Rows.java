package org.pushforward.data;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.TensorType;

/**
 * Named arrays on the host with the same number of rows. Row k of every array belongs to the same sample. Immutable.
 *
 * @param columns the arrays by name, each of shape [count, ...]
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Rows(Map<String, HostArray> columns) {
    private static final Rows NONE = new Rows(Map.of());

    /**
     * Copies the map.
     *
     * @throws IllegalArgumentException if an array is a scalar, or two have different numbers of rows
     */
    public Rows {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        int count = -1;
        for (Map.Entry<String, HostArray> column : columns.entrySet()) {
            HostArray array = column.getValue();
            if (array.shape().rank() == 0) {
                throw new IllegalArgumentException(
                        "column '" + column.getKey() + "' of type " + array.type() + ": expected an axis of rows");
            }
            if (count >= 0 && array.shape().dim(0) != count) {
                throw new IllegalArgumentException("column '" + column.getKey() + "' has "
                        + array.shape().dim(0) + " rows, but those before it have " + count
                        + ": every column needs a value for each row");
            }
            count = array.shape().dim(0);
        }
    }

    /** Returns rows without columns, for models without a context. */
    public static Rows none() {
        return NONE;
    }

    /** Returns rows with a single column. */
    public static Rows of(String name, HostArray array) {
        return new Rows(Map.of(name, array));
    }

    /** Returns rows with a single column named {@value Schema#X}. */
    public static Rows of(HostArray array) {
        return of(Schema.X, array);
    }

    /**
     * Returns these rows with an additional column, which replaces one of the same name.
     *
     * @throws IllegalArgumentException if the number of rows differs
     */
    public Rows with(String name, HostArray array) {
        Map<String, HostArray> more = new LinkedHashMap<>(columns);
        more.put(name, array);
        return new Rows(more);
    }

    /** Returns the number of rows, or 0 if there are no columns. */
    public int count() {
        return columns.isEmpty()
                ? 0
                : columns.values().iterator().next().shape().dim(0);
    }

    /**
     * Returns a column, of shape [count, ...].
     *
     * @throws IllegalArgumentException if no column has this name, listing the existing ones
     */
    public HostArray get(String name) {
        return Columns.get("column", columns, name);
    }

    /** Returns the column named {@value Schema#X}. */
    public HostArray x() {
        return get(Schema.X);
    }

    /** Returns the columns of a row. */
    public Schema schema() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        columns.forEach(
                (name, array) -> types.put(name, array.type().with(array.shape().without(0))));
        return new Schema(types);
    }

    /**
     * Returns a range of rows, from {@code from} (inclusive) to {@code to} (exclusive).
     *
     * @throws IllegalArgumentException if the range is out of bounds
     */
    public Rows range(int from, int to) {
        return map(array -> array.rows(from, to));
    }

    /**
     * Returns the rows at some positions, in the given order.
     *
     * @throws IndexOutOfBoundsException if a position is out of bounds
     */
    public Rows take(int... positions) {
        return map(array -> array.take(positions));
    }

    /** Returns these rows followed by other rows of the same schema. */
    public Rows then(Rows others) {
        Map<String, HostArray> joined = new LinkedHashMap<>();
        columns.forEach((name, array) -> joined.put(name, HostArray.concat(List.of(array, others.get(name)))));
        return new Rows(joined);
    }

    /** Splits these rows into parts of at most {@code most} rows. */
    public List<Rows> parts(int most) {
        List<Rows> parts = new ArrayList<>();
        for (int from = 0; from < count(); from += most) {
            parts.add(range(from, Math.min(from + most, count())));
        }
        return parts;
    }

    private Rows map(UnaryOperator<HostArray> change) {
        Map<String, HostArray> changed = new LinkedHashMap<>();
        columns.forEach((name, array) -> changed.put(name, change.apply(array)));
        return new Rows(changed);
    }
}
