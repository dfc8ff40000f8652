package org.pushforward.backend;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;

/**
 * The interface that the author of an engine implements for a compiled graph and its states. Only {@link Executable} calls it, after
 * checking names, types and life cycle. Calls of a program with states are serialized; without states, several threads may call
 * {@link #run} concurrently.
 */
@Stability(Stability.Level.STABLE)
public interface Program extends AutoCloseable {

    /** Sets the state at a position in the graph. */
    void write(int state, HostArray value);

    /** Returns the state at a position in the graph. */
    HostArray read(int state);

    /**
     * Runs the graph once: states are read and then replaced by their successors, regardless of the requested outputs.
     *
     * @param inputs the inputs in the order of the graph
     * @param wanted the positions of the requested outputs in ascending order; other outputs need not leave the engine
     * @return the requested outputs in that order
     * @throws BackendException if the engine fails; the states are then as before, or undefined if the engine says so
     */
    List<HostArray> run(List<HostArray> inputs, List<Integer> wanted);

    /** Returns whether float32 states are kept and read in float64, as in an interpreter. */
    default boolean isWide() {
        return false;
    }

    /**
     * Sets the number of runs that led to the states that are about to be written. Programs that do something only every several runs use
     * this number, so that resumed training is bitwise equal to uninterrupted training.
     */
    default void startAt(long runs) {}

    /** Releases native memory. */
    @Override
    void close();
}
