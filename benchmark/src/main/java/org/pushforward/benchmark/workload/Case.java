package org.pushforward.benchmark.workload;

import java.util.Map;
import java.util.Optional;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/** A workload that is ready on an engine. Not safe for use by several threads. */
public interface Case extends AutoCloseable {

    /** Returns the number of the model's parameters. */
    int parameters();

    /** Returns all that is random in one step: data and noise. */
    Map<String, HostArray> draw(RandomKey key);

    /**
     * Does one step.
     *
     * @param number the number of the step, from 0, without gaps: an optimizer goes by it
     * @param draws what {@link #draw} gave; it may be used again
     * @param read whether a loss, which a step of training computes by the way, is read from the engine
     * @return the log-densities, the samples or the distance; the loss if it is read
     */
    Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read);

    /** Releases native memory. */
    @Override
    void close();
}
