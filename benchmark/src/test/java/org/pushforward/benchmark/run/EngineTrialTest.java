package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;

class EngineTrialTest {
    private final BackendSource backends = new InstalledBackends();

    @Test
    void anEngineThatWorksHasNothingToSay() {
        assertThat(EngineTrial.of(backends, "onnx", BackendOptions.defaults())).isEmpty();
    }

    @Test
    void anAbsentCardIsNamed() {
        assertThat(EngineTrial.of(backends, "onnx", BackendOptions.defaults().withDevice(Device.gpu(77))))
                .contains("gpu:77");
    }

    @Test
    void whatCardsSayIsExplained() {
        assertThat(EngineTrial.explained("CUDA error: no kernel image is available for execution"))
                .contains("no kernels for the card's architecture");
        assertThat(EngineTrial.explained("CUDA failure 2: out of memory")).contains("nvidia-smi");
        assertThat(EngineTrial.explained("CUDA driver version is insufficient for CUDA runtime version"))
                .contains("too old");
        assertThat(EngineTrial.explained("libcudnn.so.9: cannot open shared object file"))
                .contains("a library is missing");
        assertThat(EngineTrial.explained("OOM when allocating tensor with shape[1]"))
                .contains("nvidia-smi");
        assertThat(EngineTrial.explained("Failed to allocate memory for requested buffer"))
                .contains("nvidia-smi");
        assertThat(EngineTrial.explained("something else")).isEqualTo("something else");
    }

    @Test
    void aProcessThatCrashesIsAnAnswer() {
        assertThat(TrialProcess.result("noise\n" + TrialProcess.MARK + "\nmore", 0))
                .isEmpty();
        assertThat(TrialProcess.result(TrialProcess.MARK + "no such card\n", 0)).isEqualTo("no such card");
        assertThat(TrialProcess.result("SIGSEGV in libcuda", 134)).contains("exit code 134", "SIGSEGV in libcuda");
    }
}
