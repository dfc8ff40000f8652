package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.backend.support.CudaLibraries;
import org.pushforward.backend.support.NvidiaDriver;
import org.pushforward.backend.support.UnpackingFolder;

/** Offers ONNX Runtime under the name {@code onnx}. Safe for use by several threads. */
public final class OnnxProvider implements BackendProvider {
    private static final long UNPACKED_MEBIBYTES = 40;

    /** Creates a provider. Loads nothing. */
    public OnnxProvider() {}

    @Override
    public String name() {
        return "onnx";
    }

    @Override
    public BackendDescription describe() {
        List<DeviceReport> devices = new ArrayList<>(List.of(new DeviceReport(Device.cpu(), "")));
        new NvidiaDriver().cards().forEach(gpu -> devices.add(new DeviceReport(gpu, Cuda.missing(gpu, version()))));
        return new BackendDescription(name(), "ONNX Runtime " + version(), devices, notes());
    }

    private static List<String> notes() {
        List<String> notes = new ArrayList<>(List.of(
                "each process unpacks the native libraries into a folder onnxruntime-java* of java.io.tmpdir;"
                        + " on Linux, for the CPU, it is deleted as soon as they are loaded, elsewhere when the"
                        + " process ends, except for the empty folder",
                "threads do not spin between operators; telemetry is off",
                "on a GPU, TF32 is off unless precision tf32 asks for it, states stay on the card (through the engine's C"
                        + " interface, which JNA calls; without it, they cross to the host and back in each run), and"
                        + " operators without a CUDA kernel run on the CPU"));
        new CudaLibraries().note().ifPresent(notes::add);
        return notes;
    }

    @Override
    public Engine open(BackendOptions options) {
        Device device = options.device();
        String missing = device.isGpu() ? Cuda.missing(device, version()) : "";
        if (!missing.isEmpty()) {
            throw new BackendException("device " + device + " of backend onnx: unsupported here: " + missing);
        }
        try {
            if (device.isGpu()) {
                new CudaLibraries().load();
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            // The CUDA provider is unpacked only when a session asks for it, into the same folder.
            if (!Cuda.onClassPath()) {
                UnpackedLibraries.delete();
            }
            return new OnnxEngine(environment, options);
        } catch (LinkageError | IllegalStateException e) {
            throw new BackendException(
                    "backend onnx: the native libraries of ONNX Runtime " + version() + " do not load on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": " + cause(e)
                            + UnpackingFolder.temporary(UNPACKED_MEBIBYTES).problem(),
                    e);
        }
    }

    /** Returns the innermost cause, because the engine's class fails to load with a wrapper around it. */
    private static Throwable cause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Returns the version from the jar's manifest. */
    private static String version() {
        String version = OrtEnvironment.class.getPackage().getImplementationVersion();
        return version == null ? "of unknown version" : version;
    }
}
