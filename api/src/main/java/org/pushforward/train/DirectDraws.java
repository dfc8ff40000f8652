package org.pushforward.train;

import java.util.Map;
import java.util.function.LongFunction;
import org.pushforward.tensor.HostArray;

/** The random inputs of one iteration after another, drawn when they are asked for. Not safe for use by several threads. */
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
        // Nothing goes on in between.
    }
}
