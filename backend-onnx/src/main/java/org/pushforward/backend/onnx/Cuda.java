package org.pushforward.backend.onnx;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.backend.Device;
import org.pushforward.backend.support.CudaLibraries;
import org.pushforward.backend.support.NvidiaDriver;

/** Finds out from the class path and the file system, without loading native code, whether a GPU can be used. */
final class Cuda {
    private static final int DRIVER_OF_CUDA_12 = 525;

    private Cuda() {}

    /** Returns what is missing for computing on a GPU and what to add; empty if everything seems to be available. */
    static String missing(Device gpu, String version) {
        List<String> missing = new ArrayList<>();
        if (!onClassPath()) {
            missing.add(
                    "the class path contains ONNX Runtime for the CPU; add com.microsoft.onnxruntime:onnxruntime_gpu:"
                            + version + " in place of com.microsoft.onnxruntime:onnxruntime (Maven profile gpu)");
        }
        String libraries = new CudaLibraries().missing();
        if (!libraries.isEmpty()) {
            missing.add(libraries);
        }
        String driver = new NvidiaDriver().missing(gpu, DRIVER_OF_CUDA_12);
        if (!driver.isEmpty()) {
            missing.add(driver);
        }
        return String.join("; ", missing);
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
