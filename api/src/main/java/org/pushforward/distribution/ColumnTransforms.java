package org.pushforward.distribution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.Stability;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * A transform of the column {@value Schema#X} and transforms of columns of the context.
 *
 * @param x the transform of {@value Schema#X}
 * @param columns the transforms of other columns, by name
 */
@Stability(Stability.Level.EXPERIMENTAL)
@Kind("by-column")
public record ColumnTransforms(Preprocessing.Fitted x, Map<String, Preprocessing.Fitted> columns)
        implements Preprocessing.Fitted {
    /** Copies the map. */
    public ColumnTransforms {
        columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    }

    @Override
    public double forward(double value, int coordinate) {
        return x.forward(value, coordinate);
    }

    @Override
    public double inverse(double value, int coordinate) {
        return x.inverse(value, coordinate);
    }

    @Override
    public double logDerivative(double value, int coordinate) {
        return x.logDerivative(value, coordinate);
    }

    @Override
    public HostArray forward(HostArray values) {
        return x.forward(values);
    }

    @Override
    public HostArray inverse(HostArray values) {
        return x.inverse(values);
    }

    @Override
    public Rows context(Rows rows) {
        Rows changed = rows;
        for (Map.Entry<String, Preprocessing.Fitted> column : columns.entrySet()) {
            if (rows.columns().containsKey(column.getKey())) {
                HostArray values = rows.get(column.getKey());
                changed = changed.with(column.getKey(), column.getValue().forward(values));
            }
        }
        return changed;
    }

    @Override
    public Rows apply(Rows rows) {
        return x.apply(context(rows));
    }

    @Override
    public DataSource applied(DataSource data) {
        return x.applied(
                data instanceof Dataset recorded
                        ? new Dataset(context(recorded.rows()))
                        : new ContextSource(this, data));
    }

    /** A source that transforms only the context of its rows. */
    private record ContextSource(ColumnTransforms transforms, DataSource data) implements DataSource {
        @Override
        public Schema schema() {
            return data.schema();
        }

        @Override
        public Rows draw(RandomKey key, int count) {
            return transforms.context(data.draw(key, count));
        }

        @Override
        public int size() {
            return data.size();
        }
    }
}
