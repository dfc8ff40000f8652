package org.pushforward.benchmark.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Device;
import org.pushforward.settings.SettingException;

class DeviceNamesTest {
    private static final List<Device> USABLE = List.of(Device.cpu(), Device.gpu(0), Device.gpu(2));

    private static List<Device> devices(String text) {
        return DeviceNames.parse(text).among(USABLE);
    }

    @Test
    void namesAreDevicesAndPlaceholdersAreThoseThatCanBeUsed() {
        assertThat(devices("cpu")).containsExactly(Device.cpu());
        assertThat(devices("gpu")).containsExactly(Device.gpu(0));
        assertThat(devices("gpu:1, gpu:0")).containsExactly(Device.gpu(1), Device.gpu(0));
        assertThat(devices("gpu:all")).containsExactly(Device.gpu(0), Device.gpu(2));
        assertThat(devices("all")).isEqualTo(USABLE);
    }

    @Test
    void onlyOneDeviceWithANameIsOne() {
        for (String one : new String[] {"cpu", "gpu", "gpu:3"}) {
            assertThat(DeviceNames.parse(one).isOne()).isTrue();
        }
        for (String several : new String[] {"gpu:0,gpu:1", "gpu:all", "all"}) {
            assertThat(DeviceNames.parse(several).isOne()).isFalse();
        }
    }

    @Test
    void otherNamesAndRepetitionsAreRefused() {
        for (String wrong : new String[] {"", "gpu:0,", "tpu", "gpu:0;gpu:1", "cpu:1", "gpu:-1", "GPU"}) {
            assertThatThrownBy(() -> DeviceNames.parse(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String twice : new String[] {"gpu,gpu:0", "cpu,cpu", "all,cpu", "gpu:0,gpu:all"}) {
            assertThatThrownBy(() -> DeviceNames.parse(twice))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("devices '" + twice + "': expected each device once");
        }
        assertThatThrownBy(() -> new RunSettings().withDevice("gpu:0,tpu"))
                .isInstanceOf(SettingException.class)
                .hasMessageContaining("gpu:all");
    }
}
