package org.pushforward.benchmark.cli.options;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import picocli.CommandLine.Option;

/** The device, the threads, the GPU memory and the precision of an engine, for commands that read no settings. */
public final class DeviceOptions {
    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            defaultValue = "cpu",
            description = "The device: cpu, gpu or gpu:N (default: ${DEFAULT-VALUE}).")
    private String device;

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "2",
            description = "The number of threads that an engine may use (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--gpu-memory",
            paramLabel = "MIB",
            description = "The limit of the GPU memory that an engine uses, in MiB (default: no limit).")
    private Integer gpuMemory;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            defaultValue = "float32",
            description =
                    "How a GPU multiplies float32 matrices and convolves: float32, or tf32, which rounds to ten bits"
                            + " (default: ${DEFAULT-VALUE}).")
    private Precision precision;

    /**
     * Returns the options for opening a backend.
     *
     * @throws IllegalArgumentException if there is no such device, or if a number is out of range
     */
    public BackendOptions backendOptions() {
        OptionalInt limit = gpuMemory == null ? OptionalInt.empty() : OptionalInt.of(gpuMemory);
        return new BackendOptions(Device.parse(device), threads, limit, precision);
    }

    /** Returns the arguments that give another process the same options. */
    public List<String> arguments() {
        Stream<String> limit = gpuMemory == null ? Stream.empty() : Stream.of("--gpu-memory", gpuMemory.toString());
        return Stream.concat(
                        Stream.of(
                                "--device",
                                device,
                                "--threads",
                                String.valueOf(threads),
                                "--precision",
                                precision.toString()),
                        limit)
                .toList();
    }
}
