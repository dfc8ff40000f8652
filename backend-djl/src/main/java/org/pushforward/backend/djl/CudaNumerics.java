package org.pushforward.backend.djl;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.file.Path;
import java.util.Optional;
import org.pushforward.backend.Precision;
import org.pushforward.backend.support.LoadedLibrary;
import org.slf4j.LoggerFactory;

/**
 * Configures libtorch's CUDA kernels for the whole process: they must compute in the precision that was asked for, and give the same
 * bits in every run.
 *
 * <p>By default, cuDNN rounds the factors of convolutions to TensorFloat-32, which has a ten-bit mantissa, and uses
 * algorithms that add in any order. DJL has no method to change this, so this class calls libtorch directly.
 */
final class CudaNumerics {
    private CudaNumerics() {}

    /**
     * Turns off nondeterministic algorithms and, unless it was asked for, TensorFloat-32. libtorch must be loaded.
     *
     * @throws LinkageError if TF32 was asked for and the library cannot be configured
     */
    static void configure(Precision precision) {
        Optional<Path> library = LoadedLibrary.find("libtorch_cpu.so");
        try {
            NativeLibrary torch =
                    NativeLibrary.getInstance(library.map(Path::toString).orElse("torch_cpu"));
            Pointer context = torch.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
            set(torch, context, "setAllowTF32CuDNN", precision == Precision.TF32);
            set(torch, context, "setAllowTF32CuBLAS", precision == Precision.TF32);
            set(torch, context, "setBenchmarkCuDNN", false);
            set(torch, context, "setDeterministicCuDNN", true);
        } catch (LinkageError e) {
            if (precision == Precision.TF32) {
                throw e;
            }
            LoggerFactory.getLogger(CudaNumerics.class)
                    .warn("convolutions on a GPU may round to TF32 and differ from run to run: {}", e.getMessage());
        }
    }

    private static void set(NativeLibrary torch, Pointer context, String setter, boolean value) {
        String symbol = "_ZN2at7Context" + setter.length() + setter + "Eb";
        torch.getFunction(symbol).invokeVoid(new Object[] {context, value ? 1 : 0});
    }
}
