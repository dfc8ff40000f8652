package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Device;

/** Checks the descriptions given before anything runs. */
final class TensorFlowProviderTest {
    private final BackendDescription description = new TensorFlowProvider().describe();

    private BackendDescription.DeviceReport report(Device device) {
        return description.devices().stream()
                .filter(report -> report.device().equals(device))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void isFoundByName() {
        assertThat(Backends.providers().get("tensorflow")).isInstanceOf(TensorFlowProvider.class);
    }

    @Test
    void describesEngineProcessorAndCache() {
        assertThat(description.engine()).matches("TensorFlow Java \\d+\\.\\d+\\.\\d+");
        assertThat(report(Device.cpu()).usable()).isTrue();
        assertThat(description.notes()).anyMatch(note -> note.contains("javacpp"));
    }

    @Test
    void anAbsentGpuIsRefusedSayingWhatToAdd() {
        assumeFalse(report(Device.gpu(0)).usable(), "this machine has a GPU and the jars for it");
        assertThat(report(Device.gpu(0)).missing()).contains("; add ");
        assertThatThrownBy(() ->
                        Backends.open("tensorflow", BackendOptions.defaults().withDevice(Device.gpu(0))))
                .isInstanceOf(BackendException.class)
                .hasMessageStartingWith("device gpu:0 of backend tensorflow: unsupported here: ")
                .hasMessageContaining("; add ")
                .hasMessageContaining("linux-x86_64-gpu");
    }
}
