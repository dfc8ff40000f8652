package org.pushforward.data;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * Recorded rows, drawn at random with replacement.
 *
 * @param rows the rows, at least one, all finite
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Dataset(Rows rows) implements DataSource {
    /**
     * Checks the rows.
     *
     * @throws IllegalArgumentException if there are no rows, or a row contains NaN or infinity; the message names the row
     */
    public Dataset {
        if (rows.count() == 0) {
            throw new IllegalArgumentException(
                    "a dataset of " + rows.schema() + " without rows: expected at least one");
        }
        rows.columns().forEach((name, array) -> {
            if (!array.isFinite()) {
                throw new IllegalArgumentException("column '" + name + "' of type " + array.type()
                        + " contains NaN or infinity (the first at row " + firstBadRow(array)
                        + "): remove or fix those rows");
            }
        });
    }

    /** Returns a dataset with a single column named {@value Schema#X}, of shape [count, ...]. */
    public static Dataset of(HostArray samples) {
        return new Dataset(Rows.of(samples));
    }

    private static int firstBadRow(HostArray array) {
        int row = array.size() / array.shape().dim(0);
        int i = 0;
        while (Double.isFinite(array.get(i))) {
            i++;
        }
        return i / row;
    }

    @Override
    public Optional<Rows> recorded() {
        return Optional.of(rows);
    }

    @Override
    public int size() {
        return rows.count();
    }

    @Override
    public Schema schema() {
        return rows.schema();
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        return rows.take(key.integers(size(), count));
    }
}
