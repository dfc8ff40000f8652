package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.Device;
import org.pushforward.backend.Precision;
import org.pushforward.benchmark.config.DeviceNames;
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
        DeviceNames names = run.devices();
        if (!run.backend().equals(RunSettings.ALL) && !names.dependOnTheBackend()) {
            return names.among(List.of()).stream()
                    .map(device -> new EngineChoice(run.backend(), device))
                    .toList();
        }
        Map<String, BackendDescription> present = backends.descriptions();
        List<EngineChoice> choices = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String name :
                run.backend().equals(RunSettings.ALL) ? List.copyOf(present.keySet()) : List.of(run.backend())) {
            List<DeviceReport> reports = present.containsKey(name)
                    ? present.get(name).devices()
                    // Opening one of these says what is wrong with the name.
                    : List.of(new DeviceReport(Device.cpu(), ""), new DeviceReport(Device.gpu(0), ""));
            List<Device> usable = reports.stream()
                    .filter(DeviceReport::usable)
                    .map(DeviceReport::device)
                    .toList();
            names.among(usable).forEach(device -> choices.add(new EngineChoice(name, device)));
            reports.stream()
                    .filter(report -> !report.usable())
                    .forEach(report -> missing.add(name + " on " + report.device() + ": " + report.missing()));
        }
        if (choices.isEmpty()) {
            throw new BackendException("no backend can use the device '" + run.device() + "' here: "
                    + (missing.isEmpty() ? "there is none" : String.join("; ", missing)));
        }
        return choices;
    }

    /**
     * Returns the backends and devices that settings request in teams: if work is spread, all devices of a backend, otherwise each one for
     * itself.
     *
     * @throws IllegalArgumentException if devices of different kinds would share work
     */
    static List<List<EngineChoice>> teams(RunSettings run, BackendSource backends) {
        List<EngineChoice> choices = of(run, backends);
        if (!run.spread()) {
            return choices.stream().map(List::of).toList();
        }
        Collection<List<EngineChoice>> teams = choices.stream()
                .collect(Collectors.groupingBy(EngineChoice::backend, LinkedHashMap::new, Collectors.toList()))
                .values();
        teams.forEach(EngineChoice::checkKinds);
        return List.copyOf(teams);
    }

    /** Throws unless devices are of one kind. */
    static void checkKinds(List<EngineChoice> team) {
        if (team.stream().map(choice -> choice.device().processor()).distinct().count() > 1) {
            throw new IllegalArgumentException("devices "
                    + team.stream().map(choice -> choice.device().toString()).collect(Collectors.joining(","))
                    + ": expected devices of one kind to share work, such as gpu:0,gpu:1, because a CPU and a GPU round"
                    + " differently");
        }
    }

    /** Opens the backend with the other settings of a run. Among all devices, the CPU computes in float32. */
    Backend open(RunSettings run, BackendSource backends) {
        return backends.open(backend, settings(run).options());
    }

    /** Returns the settings of a run on this device. */
    RunSettings settings(RunSettings run) {
        boolean cpuAmongAll = run.device().equals(RunSettings.ALL) && device.equals(Device.cpu());
        RunSettings here = cpuAmongAll ? run.withPrecision(Precision.FLOAT32) : run;
        return here.withDevice(device.toString());
    }
}
