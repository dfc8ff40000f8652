package org.pushforward.backend.djl;

import com.sun.jna.NativeLibrary;
import org.slf4j.LoggerFactory;

/**
 * Configures how long libtorch's threads spin before they sleep.
 *
 * <p>By default they spin for a long time. Then a single other busy thread, such as the JVM's compiler, makes every
 * operation many times slower.
 */
final class OpenMp {
    static final String SPIN_COUNT = "GOMP_SPINCOUNT";
    private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    private OpenMp() {}

    /** Shortens the spinning, unless the user's environment configures it. Must be called before libtorch loads. */
    static void shortenWait() {
        boolean decided = System.getenv(SPIN_COUNT) != null || System.getenv(WAIT_POLICY) != null;
        if (decided || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            // OpenMP reads the environment of the process, which Java itself cannot change.
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {SPIN_COUNT, "1000", 0});
        } catch (LinkageError e) {
            // Without JNA, operations are only slower.
            LoggerFactory.getLogger(OpenMp.class).debug("{} is not set", SPIN_COUNT, e);
        }
    }
}
