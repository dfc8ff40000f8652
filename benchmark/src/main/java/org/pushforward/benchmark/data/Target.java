package org.pushforward.benchmark.data;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import org.pushforward.benchmark.report.Domain;
import org.pushforward.benchmark.report.ModeCount;
import org.pushforward.metrics.Floor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.DataSource;

/** A law that models are to learn: what they learn from, and what they are held against. Safe for use by several threads. */
public interface Target {

    /** Returns a title for readers. */
    String title();

    /** Returns one to three sentences for readers: what the data is and where it comes from. */
    String description();

    /** Returns what a sample is. */
    Domain domain();

    /** Returns what models learn from; its samples are vectors of the domain's dimension. */
    DataSource training();

    /** Returns how many different samples there are to learn from; 0 if each iteration draws fresh ones. */
    int trainSamples();

    /**
     * Returns two disjoint sets of samples that were never trained on.
     *
     * @param atMost how many samples each of them may hold
     * @param key the key that they are drawn from
     */
    Floor.Halves heldOut(int atMost, RandomKey key);

    /** Returns the expected log-density of the law under itself in nats, where it is known. */
    default OptionalDouble expectedLogDensity() {
        return OptionalDouble.empty();
    }

    /** Returns how many of the law's modes samples hold, where modes can be counted. */
    default Optional<ModeCount> modes(HostArray samples) {
        return Optional.empty();
    }

    /** Returns the root mean square of the coordinates of some training samples about their mean. */
    default double standardDeviation() {
        double[] values = training().draw(RandomKey.of(0), 4096).toDoubles();
        double mean = Arrays.stream(values).average().orElseThrow();
        double square = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow();
        return Math.sqrt(square);
    }

    /**
     * Checks that the training data is what the domain says.
     *
     * @throws IllegalArgumentException if its samples are not vectors of the domain's dimension
     */
    default void checkWidth() {
        Shape expected = Shape.of(domain().dimension());
        if (!training().sampleShape().equals(expected)) {
            throw new IllegalArgumentException(
                    title() + ": training samples are of shape " + training().sampleShape() + ", expected " + expected);
        }
    }
}
