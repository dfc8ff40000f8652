package org.pushforward.nn;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;

/**
 * The columns of a context, flattened and concatenated into one vector per row, for networks that take vectors.
 *
 * @param schema the columns, of floating-point element types
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record ContextColumns(Schema schema) {
    /**
     * Checks the columns.
     *
     * @throws IllegalArgumentException if one is not floating-point
     */
    public ContextColumns {
        schema.columns().forEach((name, type) -> {
            if (!type.dtype().isFloating()) {
                throw new IllegalArgumentException(
                        "column '" + name + "' of type " + type
                                + " as input of a network: expected floating-point numbers; embed classes first, or give them as numbers");
            }
        });
    }

    /** Returns the length of the vector. */
    public int width() {
        return schema.columns().values().stream()
                .mapToInt(type -> type.shape().size())
                .sum();
    }

    /**
     * Returns x with the columns appended, of shape [n, d + width].
     *
     * @param x of shape [n, d]
     * @throws IllegalArgumentException if a column is missing, or has another shape
     */
    public Tensor behind(Tensor x, Context context) {
        List<Tensor> parts = new ArrayList<>(List.of(x));
        schema.names().forEach(name -> {
            Tensor column = context.get(name);
            if (!column.shape().equals(schema.rows(name, x.dim(0)).shape())) {
                throw new IllegalArgumentException("'" + name + "' in the context, of type " + column.type() + ", with "
                        + x.dim(0) + " rows of x: expected " + schema.rows(name, x.dim(0)));
            }
            parts.add(column.reshape(x.dim(0), -1));
        });
        return parts.size() == 1 ? x : Tensor.concat(1, parts);
    }
}
