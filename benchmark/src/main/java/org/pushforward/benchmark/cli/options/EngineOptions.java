package org.pushforward.benchmark.cli.options;

import org.pushforward.backend.Backend;
import org.pushforward.backend.Precision;
import org.pushforward.benchmark.config.RunSettings;
import org.pushforward.benchmark.run.BackendSource;
import org.pushforward.benchmark.run.DeviceTeam;
import picocli.CommandLine.Option;

/** Options that override the engine of settings, its device, threads, memory and precision. */
public final class EngineOptions {
    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description =
                    "The engine: onnx, tensorflow, djl, or another one on the class path; compare also takes all.")
    private String backend;

    @Option(
            names = "--device",
            paramLabel = "DEVICE",
            description =
                    "The device: cpu, gpu or gpu:N; sample, study and compare also take several, such as gpu:0,gpu:1, or"
                            + " gpu:all; compare also takes all.")
    private String device;

    @Option(names = "--threads", paramLabel = "N", description = "The number of threads that the engine may use.")
    private Integer threads;

    @Option(
            names = "--gpu-memory",
            paramLabel = "MIB",
            description = "The limit of the GPU memory that an engine uses, in MiB.")
    private Integer gpuMemory;

    @Option(
            names = "--precision",
            paramLabel = "PRECISION",
            description =
                    "How a GPU multiplies float32 matrices and convolves: float32, or tf32, which rounds to ten bits.")
    private Precision precision;

    /** Returns settings as the options change them. */
    public RunSettings over(RunSettings run) {
        RunSettings settings = backend == null ? run : run.withBackend(backend);
        settings = device == null ? settings : settings.withDevice(device);
        settings = threads == null ? settings : settings.withThreads(threads);
        settings = gpuMemory == null ? settings : settings.withGpuMemory(gpuMemory);
        return precision == null ? settings : settings.withPrecision(precision);
    }

    /** Opens the backend of settings on all of its devices, as the options change them. */
    public DeviceTeam team(BackendSource backends, RunSettings run) {
        return DeviceTeam.open(over(run), backends);
    }

    /** Opens the backend of settings, as the options change them. */
    public Backend open(BackendSource backends, RunSettings run) {
        RunSettings settings = over(run);
        return backends.open(settings.backend(), settings.options());
    }
}
