package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.Device;
import org.pushforward.backend.StandInCard;

/** A source of one engine on a processor and on two stand-ins for cards. */
public final class Cards implements BackendSource {
    public static final Device[] DEVICES = {Device.cpu(), Device.gpu(0), Device.gpu(1)};
    private final List<Device> opened = Collections.synchronizedList(new ArrayList<>());

    /** Returns the devices that were opened, in order. */
    public List<Device> opened() {
        return List.copyOf(opened);
    }

    @Override
    public Map<String, BackendDescription> descriptions() {
        List<DeviceReport> reports = Arrays.stream(DEVICES)
                .map(device -> new DeviceReport(device, ""))
                .toList();
        return Map.of("onnx", new BackendDescription("onnx", "stand-in", reports, List.of()));
    }

    @Override
    public Map<String, String> missing() {
        return Map.of();
    }

    @Override
    public Backend open(String name, BackendOptions options) {
        if (!List.of(DEVICES).contains(options.device())) {
            throw new BackendException("device " + options.device() + " of backend " + name + ": there are 2 cards");
        }
        opened.add(options.device());
        return StandInCard.open(name, options);
    }
}
