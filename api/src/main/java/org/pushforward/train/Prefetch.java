package org.pushforward.train;

import java.util.Map;
import java.util.function.LongFunction;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.tensor.HostArray;

/**
 * The random inputs of one iteration after another. What they are depends on the number of the iteration alone, not on when or
 * where they are drawn.
 */
interface Prefetch extends AutoCloseable {

    /** Returns the inputs of the next iteration. */
    Map<String, HostArray> next();

    /** Stops prefetching. */
    @Override
    void close();

    /**
     * Returns inputs that another thread draws ahead if the engine leaves it a core, and that are else drawn when they are asked
     * for: a thread for which there is no core costs the engine more than it saves.
     *
     * @param draws the inputs of an iteration, by its number from 0
     * @param iterations how many there are at most, 1 or more
     * @param options where the engine computes
     * @param cores the number of cores of the machine
     */
    static Prefetch of(LongFunction<Map<String, HostArray>> draws, long iterations, BackendOptions options, int cores) {
        boolean spare = options.device().kind() != Device.Kind.CPU || options.threads() < cores;
        return spare && cores > 1 ? new PrefetchThread(draws, iterations) : new DirectDraws(draws);
    }
}
