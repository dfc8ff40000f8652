package org.pushforward.backend.djl;

import com.sun.jna.NativeLibrary;
import org.slf4j.LoggerFactory;

/**
 * Configures what the C library does with memory that libtorch frees.
 *
 * <p>By default, large blocks are returned to the system immediately. But a program allocates and frees the same
 * tensors in every run, so the system would have to provide and clear all pages again. This would take half the time of
 * elementwise operations.
 */
final class Malloc {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;

    /** The largest threshold, in bytes, that the GNU C library accepts. */
    private static final int LARGEST_BLOCK = 32 << 20;

    private static final int KEPT = 1 << 30;

    private Malloc() {}

    /** Keeps freed memory in the process, unless the user's environment configures this. */
    static void keepFreedMemory() {
        boolean decided = System.getenv("MALLOC_TRIM_THRESHOLD_") != null || System.getenv("GLIBC_TUNABLES") != null;
        if (decided || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            set(TRIM_THRESHOLD, KEPT);
            set(MMAP_THRESHOLD, LARGEST_BLOCK);
        } catch (LinkageError e) {
            // Without JNA, or with another C library, programs are only slower.
            LoggerFactory.getLogger(Malloc.class).debug("freed memory is returned to the system", e);
        }
    }

    private static void set(int parameter, int value) {
        NativeLibrary.getProcess().getFunction("mallopt").invokeInt(new Object[] {parameter, value});
    }
}
