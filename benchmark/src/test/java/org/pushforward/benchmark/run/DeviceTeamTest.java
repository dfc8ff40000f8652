package org.pushforward.benchmark.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.StandInCard;
import org.pushforward.benchmark.config.RunSettings;

/** Teams of cards that fail: card 0 cannot be closed, and there is no card 2. */
class DeviceTeamTest {
    private final List<Device> closed = new ArrayList<>();

    private final BackendSource cards = new BackendSource() {
        @Override
        public Map<String, BackendDescription> descriptions() {
            return Map.of();
        }

        @Override
        public Map<String, String> missing() {
            return Map.of();
        }

        @Override
        public Backend open(String name, BackendOptions options) {
            if (options.device().equals(Device.gpu(2))) {
                throw new BackendException("there is no card 2");
            }
            return StandInCard.open(name, options, () -> {
                closed.add(options.device());
                if (options.device().equals(Device.gpu(0))) {
                    throw new BackendException("card 0 does not close");
                }
            });
        }
    };

    private static RunSettings on(String devices) {
        return new RunSettings().withBackend("onnx").withDevice(devices);
    }

    @Test
    void aDeviceThatDoesNotCloseKeepsNoOtherOneOpen() {
        DeviceTeam team = DeviceTeam.open(on("gpu:0,gpu:1"), cards);
        assertThat(team.backends()).hasSize(2);
        assertThat(team.place()).isEqualTo("gpu:0,gpu:1");
        assertThatThrownBy(team::close).hasMessage("card 0 does not close");
        assertThat(closed).containsExactly(Device.gpu(0), Device.gpu(1));
    }

    @Test
    void aDeviceThatDoesNotOpenIsTheErrorWhateverElseFails() {
        assertThatThrownBy(() -> DeviceTeam.open(on("gpu:0,gpu:1,gpu:2"), cards))
                .hasMessage("there is no card 2")
                .satisfies(error -> assertThat(error.getSuppressed())
                        .singleElement()
                        .extracting(Throwable::getMessage)
                        .isEqualTo("card 0 does not close"));
        assertThat(closed).containsExactly(Device.gpu(0), Device.gpu(1));
    }
}
