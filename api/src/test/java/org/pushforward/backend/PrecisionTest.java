package org.pushforward.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PrecisionTest {
    private static final Device GPU = Device.gpu(0);

    @Test
    void aCpuRefusesTf32() {
        assertThat(Precision.TF32.obstacle(Device.cpu(), Optional.empty()))
                .hasValue("a CPU computes in float32; choose a GPU, such as gpu:0, or leave the precision out");
        assertThat(Precision.FLOAT32.obstacle(Device.cpu(), Optional.of("1"))).isEmpty();
        assertThat(Precision.TF32.obstacle(GPU, Optional.empty())).isEmpty();
    }

    @Test
    void anEnvironmentThatDecidesOtherwiseIsRefused() {
        assertThat(Precision.TF32.obstacle(GPU, Optional.of("1"))).isEmpty();
        assertThat(Precision.FLOAT32.obstacle(GPU, Optional.of("0"))).isEmpty();
        assertThat(Precision.TF32.obstacle(GPU, Optional.of("0")))
                .hasValue("the environment variable NVIDIA_TF32_OVERRIDE=0 turns TF32 off in every program; unset it");
        assertThat(Precision.FLOAT32.obstacle(GPU, Optional.of("1")).orElseThrow())
                .contains("turns TF32 on");
    }

    @Test
    void settingsNameIt() {
        assertThat(Precision.values()).extracting(Precision::toString).containsExactly("float32", "tf32");
    }
}
