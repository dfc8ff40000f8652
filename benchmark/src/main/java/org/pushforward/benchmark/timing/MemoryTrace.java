package org.pushforward.benchmark.timing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** The resident memory after 10, 20, 50, 100, 200, ... steps: what grows from step to step shows. Not safe for use by several threads. */
final class MemoryTrace {
    private final DoubleSupplier megabytesNow;
    private final Map<Integer, Double> megabytes = new LinkedHashMap<>();

    /** Makes a trace of what a measurement says, in MiB, or NaN where it is not known. */
    MemoryTrace(DoubleSupplier megabytesNow) {
        this.megabytesNow = megabytesNow;
    }

    /** Looks at the memory if the number of steps is one of those. */
    void noteAfter(int steps) {
        int leading = steps;
        while (leading >= 10 && leading % 10 == 0) {
            leading /= 10;
        }
        if (steps >= 10 && (leading == 1 || leading == 2 || leading == 5)) {
            double now = megabytesNow.getAsDouble();
            if (!Double.isNaN(now)) {
                megabytes.put(steps, now);
            }
        }
    }

    /** Returns what was seen, by the number of steps. */
    Map<Integer, Double> megabytes() {
        return Collections.unmodifiableMap(megabytes);
    }
}
