package org.pushforward.metrics;

import java.util.Locale;

/** Checks, before an allocation, that it fits into the memory of the virtual machine. */
public final class HostMemory {
    /** The share of the free memory that an allocation may take; the rest is for everything else. */
    private static final double SHARE = 0.8;

    private HostMemory() {}

    /**
     * Checks that a number of bytes is free.
     *
     * @param bytes the number of bytes
     * @param what the purpose, for the message
     * @throws IllegalArgumentException if they are not free
     */
    public static void require(double bytes, String what) {
        Runtime runtime = Runtime.getRuntime();
        double free = SHARE * (runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()));
        if (bytes > free) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "not enough memory for %s: expected %.0f MiB, but %.0f MiB are free; use fewer points, or raise the memory limit with -Xmx",
                    what,
                    bytes / (1 << 20),
                    free / (1 << 20)));
        }
    }
}
