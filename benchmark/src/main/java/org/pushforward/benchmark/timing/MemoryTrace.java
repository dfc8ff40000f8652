package org.pushforward.benchmark.timing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Records the resident memory after 10, 20, 50, 100, 200, ... steps, to show growth. Not safe for use by several
 * threads.
 */
final class MemoryTrace {
    private final DoubleSupplier megabytesNow;
    private final Map<Integer, Double> megabytes = new LinkedHashMap<>();

    /** Creates a trace of a measurement, in MiB, or NaN if it is unknown. */
    MemoryTrace(DoubleSupplier megabytesNow) {
        this.megabytesNow = megabytesNow;
    }

    /** Measures the memory if the number of steps is one of these. */
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

    /** Returns the measurements by number of steps. */
    Map<Integer, Double> megabytes() {
        return Collections.unmodifiableMap(megabytes);
    }
}
