package org.pushforward.backend;

import java.util.Objects;
import java.util.OptionalInt;
import org.pushforward.Stability;

/**
 * How an engine is opened; the same words mean the same on every engine.
 *
 * @param device where it computes
 * @param threads the number of threads that one run may use, 1 or more
 * @param gpuMebibytes the most memory of the GPU that the process may take, at least 64 MiB; without it, there is no limit.
 *     An engine that cannot keep to it refuses it; a CPU ignores it
 */
@Stability(Stability.Level.STABLE)
public record BackendOptions(Device device, int threads, OptionalInt gpuMebibytes) {
    private static final int LEAST_MEBIBYTES = 64;

    /** Refuses null, fewer threads than one, and memory in which no engine starts. */
    public BackendOptions {
        Objects.requireNonNull(device, "device");
        if (gpuMebibytes.orElse(LEAST_MEBIBYTES) < LEAST_MEBIBYTES) {
            throw new IllegalArgumentException(
                    "gpuMebibytes = " + gpuMebibytes.getAsInt() + ": expected " + LEAST_MEBIBYTES + " or more");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ": expected 1 or more");
        }
    }

    /** Makes options without a limit of memory. */
    public BackendOptions(Device device, int threads) {
        this(device, threads, OptionalInt.empty());
    }

    /** Returns the CPU with as many threads as the machine has cores. */
    public static BackendOptions defaults() {
        return new BackendOptions(Device.cpu(), Runtime.getRuntime().availableProcessors());
    }

    /** Returns these options with another device. */
    public BackendOptions withDevice(Device other) {
        return new BackendOptions(other, threads, gpuMebibytes);
    }

    /** Returns these options with another number of threads. */
    public BackendOptions withThreads(int other) {
        return new BackendOptions(device, other, gpuMebibytes);
    }

    /** Returns these options with a limit of the memory of the GPU, in MiB. */
    public BackendOptions withGpuMebibytes(int other) {
        return new BackendOptions(device, threads, OptionalInt.of(other));
    }
}
