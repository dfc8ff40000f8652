package org.pushforward.data;

import org.pushforward.Stability;
import org.pushforward.random.RandomKey;

/** Where rows come from. Implementations are safe for use by several threads. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface DataSource {

    /** Returns what one row holds, which is known before anything is drawn. */
    Schema schema();

    /** Returns independent rows of the schema; the same key gives the same rows. */
    Rows draw(RandomKey key, int count);

    /** Returns how many different rows there are, or 0 if each draw makes new ones. */
    default int size() {
        return 0;
    }
}
