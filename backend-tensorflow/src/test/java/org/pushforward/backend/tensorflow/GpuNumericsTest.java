package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pushforward.backend.Precision;
import org.pushforward.backend.support.LoadedLibrary;

@EnabledOnOs(OS.LINUX)
class GpuNumericsTest {
    @AfterEach
    void leaveTheProcessorAsItIs() {
        framework().getFunction("_ZN3tsl19EnableOpDeterminismEb").invokeVoid(new Object[] {0});
    }

    @Test
    void productsKeepFloat32UnlessTf32IsAskedForAndOperationsAreDeterministic() {
        GpuNumerics.configure(Precision.TF32);
        assertThat(is("_ZN3tsl33tensor_float_32_execution_enabledEv")).isTrue();
        assertThat(is("_ZN3tsl21OpDeterminismRequiredEv")).isTrue();
        GpuNumerics.configure(Precision.FLOAT32);
        assertThat(is("_ZN3tsl33tensor_float_32_execution_enabledEv")).isFalse();
        assertThat(is("_ZN3tsl21OpDeterminismRequiredEv")).isTrue();
    }

    private static boolean is(String getter) {
        return (framework().getFunction(getter).invokeInt(new Object[0]) & 1) == 1;
    }

    private static NativeLibrary framework() {
        return NativeLibrary.getInstance(
                LoadedLibrary.find("libtensorflow_framework.so").orElseThrow().toString());
    }
}
