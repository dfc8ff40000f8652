package org.pushforward.train;

import java.util.Map;
import java.util.function.LongFunction;
import org.pushforward.backend.BackendOptions;
import org.pushforward.tensor.HostArray;

/**
 * The random inputs of successive iterations. They depend only on the number of the iteration, not on when or where they are drawn.
 */
interface Prefetch extends AutoCloseable {

    /** Returns the inputs of the next iteration. */
    Map<String, HostArray> next();

    /** Stops prefetching. */
    @Override
    void close();

    /**
     * Returns inputs that another thread prefetches if the engine leaves a core free. Otherwise they are drawn on request, because a
     * thread without a core of its own would slow the engine down.
     *
     * @param draws draws the inputs of an iteration, given its number from 0
     * @param iterations the largest number of iterations, 1 or more
     * @param options the options of the engine
     * @param cores the number of cores of the machine
     */
    static Prefetch of(LongFunction<Map<String, HostArray>> draws, long iterations, BackendOptions options, int cores) {
        boolean spare = !options.device().isCpu() || options.threads() < cores;
        return spare && cores > 1 ? new PrefetchThread(draws, iterations) : new DirectDraws(draws);
    }
}
