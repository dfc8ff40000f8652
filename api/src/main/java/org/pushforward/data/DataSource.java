package org.pushforward.data;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;

/** A source of rows. Implementations are thread-safe. */
@Stability(Stability.Level.EXPERIMENTAL)
public interface DataSource {

    /** Returns the columns of a row, which are known before anything is drawn. */
    Schema schema();

    /** Returns independent rows of the schema; the same key gives the same rows. */
    Rows draw(RandomKey key, int count);

    /** Returns all rows, each once, if they are recorded in memory. */
    default Optional<Rows> recorded() {
        return Optional.empty();
    }

    /** Returns the number of different rows, or 0 if each draw makes new ones. */
    default int size() {
        return 0;
    }

    /**
     * Returns a way to compute rows in a graph, if there is one. They have the distribution of those that {@link #draw} returns. Training
     * computes its rows in the graph of a step then.
     */
    default Optional<TracedRows> traced() {
        return Optional.empty();
    }
}
