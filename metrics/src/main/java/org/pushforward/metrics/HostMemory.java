package org.pushforward.metrics;

import java.util.Locale;

/** Refuses what does not fit into the memory of the virtual machine before it is allocated. */
public final class HostMemory {
    /** What is left for everything else. */
    private static final double SHARE = 0.8;

    private HostMemory() {}

    /**
     * Makes sure that so many bytes can be had.
     *
     * @param bytes how many
     * @param what what they are for
     * @throws IllegalArgumentException if they cannot
     */
    public static void require(double bytes, String what) {
        Runtime runtime = Runtime.getRuntime();
        double free = SHARE * (runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory()));
        if (bytes > free) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s takes %.0f MiB, of which %.0f are free: take fewer points, or give the virtual machine more by -Xmx",
                    what,
                    bytes / (1 << 20),
                    free / (1 << 20)));
        }
    }
}
