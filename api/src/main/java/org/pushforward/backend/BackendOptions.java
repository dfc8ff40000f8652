package org.pushforward.backend;

import java.util.Objects;
import java.util.OptionalInt;
import org.pushforward.Stability;

/**
 * Options for opening an engine, with the same meaning for every engine.
 *
 * @param device the device to compute on
 * @param threads the number of threads that one run may use, 1 or more
 * @param gpuMebibytes the limit of GPU memory for the process, at least 64 MiB; no limit if empty. An engine that cannot enforce the limit
 *     refuses it; a CPU ignores it
 * @param precision how products of float32 matrices and convolutions are computed; a CPU refuses all but float32
 */
@Stability(Stability.Level.STABLE)
public record BackendOptions(Device device, int threads, OptionalInt gpuMebibytes, Precision precision) {
    private static final int LEAST_MEBIBYTES = 64;

    /** Refuses null, less than one thread, and memory limits too small for any engine. */
    public BackendOptions {
        Objects.requireNonNull(device, "device");
        Objects.requireNonNull(precision, "precision");
        if (gpuMebibytes.orElse(LEAST_MEBIBYTES) < LEAST_MEBIBYTES) {
            throw new IllegalArgumentException(
                    "gpuMebibytes = " + gpuMebibytes.getAsInt() + ": expected " + LEAST_MEBIBYTES + " or more");
        }
        if (threads < 1) {
            throw new IllegalArgumentException("threads = " + threads + ": expected 1 or more");
        }
    }

    /** Makes options without a memory limit, in float32. */
    public BackendOptions(Device device, int threads) {
        this(device, threads, OptionalInt.empty(), Precision.FLOAT32);
    }

    /** Returns the CPU with as many threads as the machine has cores. */
    public static BackendOptions defaults() {
        return new BackendOptions(Device.cpu(), Runtime.getRuntime().availableProcessors());
    }

    /** Returns these options with another device. */
    public BackendOptions withDevice(Device other) {
        return new BackendOptions(other, threads, gpuMebibytes, precision);
    }

    /** Returns these options with another number of threads. */
    public BackendOptions withThreads(int other) {
        return new BackendOptions(device, other, gpuMebibytes, precision);
    }

    /** Returns these options with a limit of GPU memory in MiB. */
    public BackendOptions withGpuMebibytes(int other) {
        return new BackendOptions(device, threads, OptionalInt.of(other), precision);
    }

    /** Returns these options with another precision. */
    public BackendOptions withPrecision(Precision other) {
        return new BackendOptions(device, threads, gpuMebibytes, other);
    }

    /** Returns the device, followed by the precision unless it is float32, such as {@code gpu:0} or {@code gpu:0 tf32}. */
    public String place() {
        return precision == Precision.FLOAT32 ? device.toString() : device + " " + precision;
    }
}
