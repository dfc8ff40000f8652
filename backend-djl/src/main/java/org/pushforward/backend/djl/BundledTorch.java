package org.pushforward.backend.djl;

import java.nio.file.Path;
import java.util.List;
import org.pushforward.backend.support.BundledLibraries;
import org.pushforward.backend.support.CudaLibraries;

/**
 * The libtorch with CUDA of {@code org.bytedeco:pytorch}, for Linux on x86-64. It also computes on the CPU, with OpenBLAS.
 * DJL loads every file in a folder, so libtorch is in a separate folder from its dependencies.
 */
final class BundledTorch {
    static final String ORIGIN = "org.bytedeco:pytorch on the class path";

    private static final String TORCH = "org/bytedeco/pytorch/linux-x86_64-gpu";
    private static final String OPENBLAS = "org/bytedeco/openblas/linux-x86_64";

    private static final List<String> LIBRARIES = List.of(
            "libc10.so",
            "libc10_cuda.so",
            "libtorch.so",
            "libtorch_cpu.so",
            "libtorch_cuda.so",
            "libtorch_cuda_linalg.so");

    private static final List<String> OPENMP = List.of("libgomp.so.1");

    /** The dependencies of libtorch for linear algebra, each after its own dependencies. */
    private static final List<String> ALGEBRA = List.of("libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");

    private BundledTorch() {}

    /** Returns whether this libtorch is on the class path. */
    static boolean onClassPath() {
        return find("libtorch", TORCH, LIBRARIES).has(LIBRARIES);
    }

    /** Returns the dependencies that are missing from the class path; empty if there are none. */
    static List<String> missing() {
        boolean algebra = find("openblas", OPENBLAS, ALGEBRA).has(ALGEBRA);
        return List.of(
                new CudaLibraries().missing(),
                algebra ? "" : "no OpenBLAS on the class path; add org.bytedeco:openblas:0.3.30-1.5.12:linux-x86_64");
    }

    /** Loads the dependencies, and tells DJL where libtorch is. */
    static void prepare() {
        CudaLibraries cuda = new CudaLibraries();
        cuda.load();
        load(OPENMP, find("openmp", TORCH, OPENMP));
        load(ALGEBRA, find("openblas", OPENBLAS, ALGEBRA));
        Path folder = find("libtorch", TORCH, LIBRARIES).unpack(BundledLibraries.cache());
        System.setProperty("PYTORCH_LIBRARY_PATH", folder.toString());
        cuda.linked().ifPresent(linked -> System.getProperties().putIfAbsent("jna.library.path", linked.toString()));
    }

    private static void load(List<String> files, BundledLibraries libraries) {
        Path folder = libraries.unpack(BundledLibraries.cache());
        files.forEach(file -> System.load(folder.resolve(file).toString()));
    }

    private static BundledLibraries find(String name, String folder, List<String> files) {
        return BundledLibraries.find(BundledTorch.class.getClassLoader(), name, folder, files);
    }
}
