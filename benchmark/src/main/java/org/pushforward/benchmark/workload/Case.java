package org.pushforward.benchmark.workload;

import java.util.Map;
import java.util.Optional;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/** A workload that is compiled on an engine. Not safe for use by several threads. */
public interface Case extends AutoCloseable {

    /** Returns the number of the model's parameters. */
    int parameters();

    /** Returns the random inputs of one step: data and noise. */
    Map<String, HostArray> draw(RandomKey key);

    /**
     * Runs one step.
     *
     * @param number the number of the step, from 0, without gaps, which the optimizer uses
     * @param draws a result of {@link #draw}, which may be used several times
     * @param read whether the loss, which every training step computes, is read from the engine
     * @return the log-densities, the samples or the distance; the loss if it is read
     */
    Optional<HostArray> run(long number, Map<String, HostArray> draws, boolean read);

    /** Releases native memory. */
    @Override
    void close();
}
