package org.pushforward.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.pushforward.backend.Precision;
import org.pushforward.backend.support.LoadedLibrary;

@EnabledOnOs(OS.LINUX)
class CudaNumericsTest extends DjlEvaluation {
    @Test
    void productsKeepFloat32UnlessTf32IsAskedForAndAreDeterministic() {
        CudaNumerics.configure(Precision.TF32);
        assertThat(is("allowTF32CuDNN")).isTrue();
        assertThat(is("allowTF32CuBLAS")).isTrue();
        assertThat(is("deterministicCuDNN")).isTrue();
        CudaNumerics.configure(Precision.FLOAT32);
        assertThat(is("allowTF32CuDNN")).isFalse();
        assertThat(is("allowTF32CuBLAS")).isFalse();
        assertThat(is("benchmarkCuDNN")).isFalse();
        assertThat(is("deterministicCuDNN")).isTrue();
    }

    private static boolean is(String getter) {
        NativeLibrary torch = NativeLibrary.getInstance(
                LoadedLibrary.find("libtorch_cpu.so").orElseThrow().toString());
        Pointer context = torch.getFunction("_ZN2at13globalContextEv").invokePointer(new Object[0]);
        String symbol = "_ZNK2at7Context" + getter.length() + getter + "Ev";
        return (torch.getFunction(symbol).invokeInt(new Object[] {context}) & 1) == 1;
    }
}
