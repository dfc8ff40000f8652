package org.pushforward.benchmark.data;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.ModeCount;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A distribution to learn: training rows, and held-out rows for comparison. Safe for use by several threads.
 */
public interface Target {

    /** Returns a title for readers. */
    String title();

    /** Returns one to three sentences for readers: what the data is and where it comes from. */
    String description();

    /** Returns the domain of the samples. */
    Domain domain();

    /**
     * Returns the training data: the column {@value Schema#X}, with as many elements per row as the domain has, and
     * columns that models may be conditioned on.
     */
    DataSource training();

    /**
     * Returns two disjoint sets of rows that no model is trained on.
     *
     * @param atMost the largest number of rows in each set
     * @param key the random key
     */
    HeldOut heldOut(int atMost, RandomKey key);

    /**
     * Returns the number of blocks of similar held-out rows, or 0 if all rows are independent. With blocks, each of the {@link #heldOut}
     * sets is half of the blocks, and rows are resampled by block. Without blocks, each set is new.
     */
    default int blocks() {
        return 0;
    }

    /**
     * Returns the rows for evaluating densities, the same number from each block, block by block.
     *
     * @param atMost the largest number of rows
     * @param key the random key
     */
    default Rows examined(int atMost, RandomKey key) {
        return heldOut(atMost, key).first();
    }

    /**
     * Returns held-out rows for pictures, in random order.
     *
     * @param atMost the largest number of rows
     * @param key the random key
     */
    default Rows pictured(int atMost, RandomKey key) {
        Rows rows = heldOut(atMost, key).first();
        return rows.range(0, Math.min(atMost, rows.count()));
    }

    /**
     * Returns rows to be filled in, which overlap as little as possible.
     *
     * @param atMost the largest number of rows
     * @param key the random key
     */
    default Rows apart(int atMost, RandomKey key) {
        Rows rows = heldOut(atMost, key).first();
        return rows.range(0, Math.min(atMost, rows.count()));
    }

    /**
     * Returns the training data, split for training and validation.
     *
     * @param rows the number of rows for validation
     * @param key the random key
     * @throws IllegalArgumentException if no row would be left for training
     */
    default TrainingSplit split(int rows, RandomKey key) {
        return TrainingSplit.random(training(), rows, key);
    }

    /** Returns the numeric columns that a model may be conditioned on and that are scaled like the data. */
    default List<String> conditions() {
        return List.of();
    }

    /** Returns the expected log-density of the distribution under itself, in nats, if it is known. */
    default OptionalDouble expectedLogDensity() {
        return OptionalDouble.empty();
    }

    /** Returns how many modes of the distribution the samples cover, if modes can be counted. */
    default Optional<ModeCount> modes(HostArray samples) {
        return Optional.empty();
    }

    /**
     * Checks that the training data matches the domain.
     *
     * @throws IllegalArgumentException if the number of elements of a row differs
     */
    default void checkWidth() {
        Shape row = training().schema().get(Schema.X).shape();
        if (row.size() != domain().dimension()) {
            throw new IllegalArgumentException(title() + ": rows of shape " + row + ", expected " + domain().dimension()
                    + " elements for the domain " + domain());
        }
    }
}
