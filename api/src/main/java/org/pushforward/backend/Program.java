package org.pushforward.backend;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;

/**
 * A compiled graph as an engine's author sees it, with the states that it keeps. Called only by {@link Executable},
 * which checks names, types and life cycle; calls of a program whose graph has states come one at a time, calls of
 * {@link #run} of one that has none may come from several threads.
 */
@Stability(Stability.Level.STABLE)
public interface Program extends AutoCloseable {

    /** Sets a state, by its position in the graph. */
    void write(int state, HostArray value);

    /** Returns a state, by its position in the graph. */
    HostArray read(int state);

    /**
     * Runs the graph once: states are read, then replaced by their successors, whatever is wanted.
     *
     * @param inputs the inputs in the order of the graph
     * @param wanted the positions, ascending, of the outputs that are handed out; the others need not leave the engine
     * @return those outputs in that order
     * @throws BackendException if the engine fails; the states are then as before, or undefined if the engine says so
     */
    List<HostArray> run(List<HostArray> inputs, List<Integer> wanted);

    /** Returns whether states of float32 are kept, and read, in float64, as an interpreter may. */
    default boolean isWide() {
        return false;
    }

    /**
     * Says how many runs lie behind the states that are about to be written. What a program does once in many runs goes by this, so
     * that training which is resumed gives the bits of training which is not.
     */
    default void startAt(long runs) {}

    /** Releases native memory. */
    @Override
    void close();
}
