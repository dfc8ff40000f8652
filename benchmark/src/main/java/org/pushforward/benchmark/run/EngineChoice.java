package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import org.pushforward.benchmark.config.RunSettings;

/**
 * A backend on a device.
 *
 * @param backend the name of the backend
 * @param device where it computes
 */
record EngineChoice(String backend, Device device) {
    /**
     * Returns the backends and devices that settings request, ordered by backend. "All" devices are those that a backend describes as
     * usable, for which it need not be loaded.
     *
     * @throws BackendException if all devices are requested and none is usable; the message states the reasons
     */
    static List<EngineChoice> of(RunSettings run, BackendSource backends) {
        Map<String, BackendDescription> present = backends.descriptions();
        List<EngineChoice> choices = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name :
                run.backend().equals(RunSettings.ALL) ? List.copyOf(present.keySet()) : List.of(run.backend())) {
            if (!run.device().equals(RunSettings.ALL)) {
                choices.add(new EngineChoice(name, Device.parse(run.device())));
            } else if (!present.containsKey(name)) {
                choices.add(new EngineChoice(name, Device.cpu())); // Opening it says what is wrong with the name.
            } else {
                for (BackendDescription.DeviceReport report : present.get(name).devices()) {
                    if (report.usable()) {
                        choices.add(new EngineChoice(name, report.device()));
                    } else {
                        missing.add(name + " on " + report.device() + ": " + report.missing());
                    }
                }
            }
        }
        if (choices.isEmpty()) {
            throw new BackendException("no backend can use a device here: " + String.join("; ", missing));
        }
        return choices;
    }

    /** Opens the backend with the other settings of a run. Among all devices, the CPU computes in float32. */
    Backend open(RunSettings run, BackendSource backends) {
        boolean cpuAmongAll = run.device().equals(RunSettings.ALL) && device.equals(Device.cpu());
        RunSettings here = cpuAmongAll ? run.withPrecision(Precision.FLOAT32) : run;
        return backends.open(backend, here.withDevice(device.toString()).options());
    }
}
