package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GPUOptions.Experimental.VirtualDevices;

class SessionSettingsTest {
    private static GPUOptions settings(BackendOptions options) {
        return SessionSettings.of(options, true).getGpuOptions();
    }

    @Test
    void aLimitOfMemoryIsThatOfItsGpuAlone() {
        BackendOptions options = BackendOptions.defaults().withDevice(Device.gpu(1));
        assertThat(settings(options).getExperimental().getVirtualDevicesList()).isEmpty();
        assertThat(settings(options.withGpuMebibytes(2048)).getExperimental().getVirtualDevicesList())
                .extracting(VirtualDevices::getMemoryLimitMbList)
                .containsExactly(List.of(), List.of(2048f));
        assertThat(settings(options.withGpuMebibytes(2048).withDevice(Device.cpu()))
                        .getExperimental()
                        .getVirtualDevicesList())
                .isEmpty();
    }
}
