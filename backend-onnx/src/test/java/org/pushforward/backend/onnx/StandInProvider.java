package org.pushforward.backend.onnx;

import java.util.List;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;

/** Runs the graphs for a GPU on the CPU. */
abstract class StandInProvider implements BackendProvider {
    private final String name;

    StandInProvider(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public BackendDescription describe() {
        return new BackendDescription(name, "stand-in", List.of(new DeviceReport(Device.cpu(), "")), List.of());
    }
}
