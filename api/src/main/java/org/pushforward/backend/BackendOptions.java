package org.pushforward.backend;

import java.util.Objects;
import org.pushforward.Stability;

/**
 * How an engine is opened; the same words mean the same on every engine.
 *
 * @param device where it computes
 * @param threads the number of threads that one run may use, 1 or more
 */
@Stability(Stability.Level.STABLE)
public record BackendOptions(Device device, int threads) {
    /** Refuses null and fewer threads than one. */
    public BackendOptions {
        Objects.requireNonNull(device, "device");
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ": expected 1 or more");
        }
    }

    /** Returns the CPU with as many threads as the machine has cores. */
    public static BackendOptions defaults() {
        return new BackendOptions(Device.cpu(), Runtime.getRuntime().availableProcessors());
    }

    /** Returns these options with another device. */
    public BackendOptions withDevice(Device other) {
        return new BackendOptions(other, threads);
    }

    /** Returns these options with another number of threads. */
    public BackendOptions withThreads(int other) {
        return new BackendOptions(device, other);
    }
}
