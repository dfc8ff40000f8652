package org.pushforward.backend.djl;

import com.sun.jna.NativeLibrary;
import org.slf4j.LoggerFactory;

/**
 * How long libtorch's threads wait for work before they sleep.
 *
 * <p>By default they hold their processors for long, and one other busy thread, such as the JVM's own compiler, then slows
 * every operation many times over.
 */
final class OpenMp {
    static final String SPIN_COUNT = "GOMP_SPINCOUNT";
    private static final String WAIT_POLICY = "OMP_WAIT_POLICY";

    private OpenMp() {}

    /** Shortens the wait, unless the user's environment has a word on it. Must be called before libtorch loads. */
    static void shortenWait() {
        boolean decided = System.getenv(SPIN_COUNT) != null || System.getenv(WAIT_POLICY) != null;
        if (decided || !System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try {
            // OpenMP reads the environment of the process, which Java cannot set.
            NativeLibrary.getProcess().getFunction("setenv").invokeInt(new Object[] {SPIN_COUNT, "1000", 0});
        } catch (LinkageError e) {
            // Without JNA only speed is lost.
            LoggerFactory.getLogger(OpenMp.class).debug("{} is not set", SPIN_COUNT, e);
        }
    }
}
