package org.pushforward.train;

import java.util.Map;
import java.util.function.LongFunction;
import org.pushforward.tensor.HostArray;

/** Draws the random inputs of successive iterations on request. Not thread-safe. */
final class DirectDraws implements Prefetch {
    private final LongFunction<Map<String, HostArray>> draws;
    private long begun;

    DirectDraws(LongFunction<Map<String, HostArray>> draws) {
        this.draws = draws;
    }

    @Override
    public Map<String, HostArray> next() {
        return draws.apply(begun++);
    }

    @Override
    public void close() {
        // Nothing runs in between.
    }
}
