package org.pushforward.backend.onnx;

import java.nio.file.Files;
import java.nio.file.Path;
import org.pushforward.backend.Device;

/** Finds out from the class path and the file system, without loading native code, whether a GPU can be used. */
final class Cuda {
    private static final Path DRIVER = Path.of("/proc/driver/nvidia/version");

    private Cuda() {}

    /** Returns what is missing for computing on a GPU and what to add; empty if everything seems to be available. */
    static String missing(Device gpu, String version) {
        boolean windows = onWindows();
        StringBuilder missing = new StringBuilder();
        if (!onClassPath()) {
            missing.append(
                            "the class path holds ONNX Runtime for the CPU; add com.microsoft.onnxruntime:onnxruntime_gpu:")
                    .append(version)
                    .append(" in place of com.microsoft.onnxruntime:onnxruntime (Maven profile gpu)");
        }
        if (!windows && !Files.exists(DRIVER)) {
            missing.append(missing.isEmpty() ? "" : "; ")
                    .append("there is no NVIDIA driver (no ")
                    .append(DRIVER)
                    .append("); add one, and the CUDA and cuDNN libraries that onnxruntime_gpu ")
                    .append(version)
                    .append(" asks for");
        } else if (!windows && !Files.exists(Path.of("/dev/nvidia" + gpu.index()))) {
            missing.append(missing.isEmpty() ? "" : "; ").append("the driver shows no /dev/nvidia" + gpu.index());
        }
        return missing.toString();
    }

    /** Returns whether the class path contains the engine's jar with the CUDA provider. */
    static boolean onClassPath() {
        String library = onWindows()
                ? "/ai/onnxruntime/native/win-x64/onnxruntime_providers_cuda.dll"
                : "/ai/onnxruntime/native/linux-x64/libonnxruntime_providers_cuda.so";
        return Cuda.class.getResource(library) != null;
    }

    private static boolean onWindows() {
        return System.getProperty("os.name").startsWith("Windows");
    }
}
