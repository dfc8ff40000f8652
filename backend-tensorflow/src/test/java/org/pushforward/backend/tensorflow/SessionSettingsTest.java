package org.pushforward.backend.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.tensorflow.proto.GPUOptions;
import org.tensorflow.proto.GPUOptions.Experimental.VirtualDevices;

class SessionSettingsTest {
    private final VisibleCards cards = new VisibleCards(new Properties());

    private GPUOptions settings(BackendOptions options) {
        List<Integer> seen = options.device().equals(Device.cpu()) ? List.of() : cards.of(options.device());
        return SessionSettings.of(options, seen, true).getGpuOptions();
    }

    @Test
    void aSessionSeesItsOwnCardAndThoseOfTheBackendsBefore() {
        BackendOptions options = BackendOptions.defaults();
        assertThat(settings(options).getVisibleDeviceList()).isEmpty();
        assertThat(settings(options.withDevice(Device.gpu(1))).getVisibleDeviceList())
                .isEqualTo("1");
        assertThat(settings(options.withDevice(Device.gpu(1))).getVisibleDeviceList())
                .isEqualTo("1");
        assertThat(settings(options.withDevice(Device.gpu(0))).getVisibleDeviceList())
                .isEqualTo("1,0");
        assertThat(settings(options.withDevice(Device.gpu(1))).getVisibleDeviceList())
                .isEqualTo("1");
        assertThat(settings(options.withDevice(Device.gpu(11))).getVisibleDeviceList())
                .isEqualTo("1,0,11");
    }

    @Test
    void aLimitOfMemoryIsThatOfItsGpuAlone() {
        BackendOptions options = BackendOptions.defaults().withDevice(Device.gpu(1));
        assertThat(settings(options.withGpuMebibytes(64)).getExperimental().getVirtualDevicesList())
                .extracting(VirtualDevices::getMemoryLimitMbList)
                .containsExactly(List.of(64f));
        assertThat(settings(options.withDevice(Device.gpu(0)).withGpuMebibytes(2048))
                        .getExperimental()
                        .getVirtualDevicesList())
                .extracting(VirtualDevices::getMemoryLimitMbList)
                .containsExactly(List.of(), List.of(2048f));
        assertThat(settings(options).getExperimental().getVirtualDevicesList()).isEmpty();
        assertThat(settings(options.withGpuMebibytes(2048).withDevice(Device.cpu()))
                        .getExperimental()
                        .getVirtualDevicesList())
                .isEmpty();
    }
}
