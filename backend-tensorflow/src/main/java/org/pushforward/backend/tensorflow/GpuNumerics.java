package org.pushforward.backend.tensorflow;

import com.sun.jna.NativeLibrary;
import java.nio.file.Path;
import java.util.Optional;
import org.pushforward.backend.Precision;
import org.pushforward.backend.support.LoadedLibrary;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;

/**
 * Configures TensorFlow's CUDA kernels for the whole process: they must compute in the precision that was asked for, and give the same
 * bits in every run.
 *
 * <p>By default they round the factors of products and convolutions to TensorFloat-32, which has a ten-bit mantissa, and add in any order.
 * TensorFlow's C interface has no function to change this, so this class calls the library directly. The environment variable
 * TF_DETERMINISTIC_OPS takes precedence.
 */
final class GpuNumerics {
    private GpuNumerics() {}

    /**
     * Turns off nondeterministic kernels and, unless it was asked for, TensorFloat-32.
     *
     * @throws LinkageError if TF32 was asked for and the library cannot be configured
     */
    static void configure(Precision precision) {
        TensorFlow.version();
        Optional<Path> library = LoadedLibrary.find("libtensorflow_framework.so");
        try {
            NativeLibrary framework =
                    NativeLibrary.getInstance(library.map(Path::toString).orElse("tensorflow_framework"));
            framework
                    .getFunction("_ZN3tsl32enable_tensor_float_32_executionEb")
                    .invokeVoid(new Object[] {precision == Precision.TF32 ? 1 : 0});
            if (System.getenv("TF_DETERMINISTIC_OPS") == null) {
                framework.getFunction("_ZN3tsl19EnableOpDeterminismEb").invokeVoid(new Object[] {1});
            }
        } catch (LinkageError e) {
            if (precision == Precision.TF32) {
                throw e;
            }
            LoggerFactory.getLogger(GpuNumerics.class)
                    .warn("TensorFlow on a GPU may round to TF32 and differ from run to run: {}", e.getMessage());
        }
    }
}
