package org.pushforward.backend.djl;

import ai.djl.engine.StandardCapabilities;
import ai.djl.pytorch.engine.PtEngine;
import ai.djl.pytorch.engine.PtNDManager;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.support.CudaLibraries;
import org.pushforward.backend.support.NvidiaDriver;
import org.pushforward.backend.support.ProcessPrecision;

/** Offers PyTorch, through the Deep Java Library, under the name {@code djl}. Safe for use by several threads. */
public final class DjlProvider implements BackendProvider {
    private static final String NAME = "djl";

    /** Makes a provider; nothing is loaded. */
    public DjlProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        LibTorch libtorch = LibTorch.find();
        List<Device> devices = new ArrayList<>(List.of(Device.cpu()));
        devices.addAll(new NvidiaDriver().cards());
        return new BackendDescription(
                NAME,
                "PyTorch " + libtorch.version().orElse("(absent)") + " through DJL " + LibTorch.djlVersion(),
                devices.stream()
                        .map(device -> new DeviceReport(device, libtorch.missing(device)))
                        .toList(),
                notes(libtorch));
    }

    private static List<String> notes(LibTorch libtorch) {
        List<String> notes = new ArrayList<>(List.of(
                libtorch.unpacking(),
                "offline: no download and no tracking by DJL (ai.djl.offline, OPT_OUT_TRACKING)",
                "on a GPU, TF32 is off unless precision tf32 asks for it, and cuDNN's algorithms are deterministic",
                "waiting threads sleep soon (" + OpenMp.SPIN_COUNT + "=1000 unless the environment has it or"
                        + " OMP_WAIT_POLICY), so that another busy process does not slow them"));
        new CudaLibraries().note().ifPresent(notes::add);
        return notes;
    }

    @Override
    public Engine open(BackendOptions options) {
        boolean gpu = options.device().isGpu();
        if (gpu && options.gpuMebibytes().isPresent()) {
            throw unsupported(
                    options.device(),
                    "DJL cannot limit the memory of a GPU (gpuMebibytes = "
                            + options.gpuMebibytes().getAsInt() + "); leave the limit out",
                    null);
        }
        LibTorch libtorch = LibTorch.find();
        String missing = libtorch.missing(options.device());
        if (!missing.isEmpty()) {
            throw unsupported(options.device(), missing, null);
        }
        if (gpu) {
            new ProcessPrecision(NAME).decide(options.precision());
        }
        configure(libtorch, options);
        OpenMp.shortenWait();
        Malloc.keepFreedMemory();
        ai.djl.Device device = gpu ? ai.djl.Device.gpu(options.device().index()) : ai.djl.Device.cpu();
        try {
            libtorch.prepare();
            ai.djl.engine.Engine engine = ai.djl.engine.Engine.getEngine(PtEngine.ENGINE_NAME);
            if (gpu && !engine.hasCapability(StandardCapabilities.CUDA)) {
                throw unsupported(options.device(), "libtorch from " + libtorch.origin() + " finds no CUDA", null);
            }
            if (gpu) {
                CudaNumerics.configure(options.precision());
            }
            return new DjlEngine(options, (PtNDManager) engine.newBaseManager(device));
        } catch (ai.djl.engine.EngineException | LinkageError e) {
            throw unsupported(
                    options.device(),
                    "libtorch from " + libtorch.origin() + " does not load: " + e.getMessage()
                            + LibTorch.folderProblem(),
                    e);
        }
    }

    /** Sets the properties that DJL reads when its classes load, except those that the user has set. */
    private static void configure(LibTorch libtorch, BackendOptions options) {
        Map.of(
                        "ai.djl.offline", "true",
                        "OPT_OUT_TRACKING", "true",
                        "PYTORCH_FLAVOR", libtorch.flavor(),
                        "ai.djl.pytorch.graph_optimizer", "false",
                        // A run that waits for a part continues on a thread of the same pool.
                        "ai.djl.pytorch.num_interop_threads",
                                Integer.toString(Math.max(
                                        options.threads(), Runtime.getRuntime().availableProcessors())),
                        "ai.djl.pytorch.num_threads", Integer.toString(options.threads()),
                        // DJL searches for CUDA with JNA, which would otherwise unpack itself elsewhere in the home
                        // folder.
                        "jna.tmpdir", LibTorch.cache().resolve("jna").toString())
                .forEach((key, value) -> System.getProperties().putIfAbsent(key, value));
    }

    private static BackendException unsupported(Device device, String why, Throwable cause) {
        return new BackendException("device " + device + " of backend djl: unsupported here: " + why, cause);
    }
}
