package org.pushforward.benchmark.data;

import java.util.Arrays;
import org.pushforward.data.DataSource;
import org.pushforward.data.Dataset;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;

/**
 * Training data, split into a part for training and a part for validation.
 *
 * @param training the data for training
 * @param validation the rows for validation
 */
public record TrainingSplit(DataSource training, Rows validation) {

    /**
     * Returns the given number of rows for validation and the rest for training. Recorded rows are chosen at random; a
     * source without recorded rows draws more.
     *
     * @throws IllegalArgumentException if no row would be left for training, or the source has recorded rows but is not a {@link Dataset}
     */
    public static TrainingSplit random(DataSource source, int rows, RandomKey key) {
        if (source instanceof Dataset recorded) {
            return of(recorded.rows(), rows, key.permutation(recorded.size()));
        }
        if (source.size() > 0) {
            throw new IllegalArgumentException("the " + source.size() + " rows of a source of class "
                    + source.getClass().getName() + " cannot be split into training rows and " + rows
                    + " validation rows: expected a Dataset, or a target with its own split()");
        }
        return new TrainingSplit(source, source.draw(key, rows));
    }

    /**
     * Returns the last rows of an order for validation, and those before them for training.
     *
     * @throws IllegalArgumentException if no row would be left for training
     */
    static TrainingSplit of(Rows recorded, int rows, int[] order) {
        int rest = recorded.count() - rows;
        if (rest < 1) {
            throw new IllegalArgumentException(rows + " rows for validation out of " + recorded.count()
                    + ": expected 1 to " + (recorded.count() - 1) + ", so that some are left for training");
        }
        return new TrainingSplit(
                new Dataset(recorded.take(Arrays.copyOfRange(order, 0, rest))),
                recorded.take(Arrays.copyOfRange(order, rest, order.length)));
    }
}
