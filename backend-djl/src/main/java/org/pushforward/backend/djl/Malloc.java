package org.pushforward.backend.djl;

import com.sun.jna.NativeLibrary;
import org.slf4j.LoggerFactory;

/**
 * What the C library does with memory that libtorch frees.
 *
 * <p>By default it gives large blocks back to the system at once, and a program, which makes and frees the same tensors in
 * every run, then waits for the system to hand out and clear every page of them again: half the time of elementwise work.
 */
final class Malloc {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;

    /** The largest block, in bytes, for which the GNU library lets the threshold be set. */
    private static final int LARGEST_BLOCK = 32 << 20;

    private static final int KEPT = 1 << 30;

    private Malloc() {}

    /** Lets freed memory stay with the process, unless the user's environment has a word on it. */
    static void keepFreedMemory() {
        boolean decided = System.getenv("MALLOC_TRIM_THRESHOLD_") != null || System.getenv("GLIBC_TUNABLES") != null;
        if (decided || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            set(TRIM_THRESHOLD, KEPT);
            set(MMAP_THRESHOLD, LARGEST_BLOCK);
        } catch (LinkageError e) {
            // Without JNA, or with another C library, only speed is lost.
            LoggerFactory.getLogger(Malloc.class).debug("freed memory is given back", e);
        }
    }

    private static void set(int parameter, int value) {
        NativeLibrary.getProcess().getFunction("mallopt").invokeInt(new Object[] {parameter, value});
    }
}
