package org.pushforward.distribution;

import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;

/** A source that applies a fitted map to its rows. */
record AppliedSource(Preprocessing.Fitted map, DataSource data) implements DataSource {
    @Override
    public Schema schema() {
        return data.schema();
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        return map.apply(data.draw(key, count));
    }

    @Override
    public int size() {
        return data.size();
    }
}
