package org.pushforward.backend;

import java.util.Locale;
import java.util.Optional;
import org.pushforward.Stability;

/**
 * How matrix products and convolutions of float32 numbers are computed. Everything else, and float64, is the same in each precision.
 *
 * <p>TensorFlow and PyTorch keep one precision for a process: there, the first backend on a GPU decides, and another precision is refused.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public enum Precision {
    /** In float32, as on a CPU. The default. */
    FLOAT32,

    /**
     * On the tensor cores of a GPU: the factors are rounded to TensorFloat-32, which has a ten-bit mantissa, and the products are added in
     * float32. The relative error of a product of two numbers is up to 2^-9. For GPUs only.
     */
    TF32;

    /** The variable by which NVIDIA's libraries turn TF32 on (1) or off (0) regardless of what a program asks for. */
    static final String OVERRIDE = "NVIDIA_TF32_OVERRIDE";

    /**
     * Returns why a device cannot compute in this precision, and what to do; empty if it can.
     *
     * @param override the value of {@value #OVERRIDE}, if it is set
     */
    Optional<String> obstacle(Device device, Optional<String> override) {
        boolean gpu = device.isGpu();
        if (this == TF32 && !gpu) {
            return Optional.of("a CPU computes in float32; choose a GPU, such as gpu:0, or leave the precision out");
        }
        String opposite = this == TF32 ? "0" : "1";
        return override.filter(value -> gpu && value.equals(opposite))
                .map(value -> "the environment variable " + OVERRIDE + "=" + value + " turns TF32 "
                        + (this == TF32 ? "off" : "on") + " in every program; unset it");
    }

    /** Returns the name in settings, {@code float32} or {@code tf32}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
