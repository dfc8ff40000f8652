package org.pushforward.distribution;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Preprocesses the column {@value Schema#X} in one way, and columns of the context in another.
 *
 * @param x the preprocessing of {@value Schema#X}
 * @param columns the names of the other columns
 * @param each the preprocessing that is fitted to each of them
 */
record ContextPreprocessing(Preprocessing x, List<String> columns, Preprocessing each) implements Preprocessing {
    /** Copies the list. */
    ContextPreprocessing {
        columns = List.copyOf(columns);
    }

    /** Fits only the preprocessing of {@value Schema#X}. */
    @Override
    public Fitted fit(HostArray values) {
        return x.fit(values);
    }

    @Override
    public Fitted fit(DataSource data, RandomKey key) {
        Rows rows = data.recorded().orElseGet(() -> data.draw(key, DRAWN));
        Map<String, Fitted> fitted = new LinkedHashMap<>();
        columns.forEach(name -> fitted.put(name, each.fit(rows.get(name))));
        return new ColumnTransforms(x.fit(data, key), fitted);
    }
}
