package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.pushforward.backend.Backend;
import org.pushforward.backend.BackendException;
import org.pushforward.benchmark.config.RunSettings;

/** One engine on one or several devices of one kind, which share work. Closing it closes the backends. */
public final class DeviceTeam implements AutoCloseable {
    private final List<Backend> backends;

    private DeviceTeam(List<Backend> backends) {
        this.backends = List.copyOf(backends);
    }

    /**
     * Returns settings of a run for each of its devices.
     *
     * @throws IllegalArgumentException if the settings name all backends, or devices of different kinds
     * @throws BackendException if no requested device is usable
     */
    public static List<RunSettings> each(RunSettings run, BackendSource source) {
        return choices(run, source).stream().map(choice -> choice.settings(run)).toList();
    }

    /**
     * Opens a backend on all devices of a run.
     *
     * @throws IllegalArgumentException if the settings name all backends, or devices of different kinds
     * @throws BackendException if a device cannot be used
     */
    public static DeviceTeam open(RunSettings run, BackendSource source) {
        return open(choices(run, source), run, source);
    }

    private static List<EngineChoice> choices(RunSettings run, BackendSource source) {
        if (run.backend().equals(RunSettings.ALL)) {
            throw new IllegalArgumentException("backend 'all': expected one backend");
        }
        List<EngineChoice> choices = EngineChoice.of(run, source);
        EngineChoice.checkKinds(choices);
        return choices;
    }

    static DeviceTeam open(List<EngineChoice> choices, RunSettings run, BackendSource source) {
        List<Backend> opened = new ArrayList<>();
        try {
            choices.forEach(choice -> opened.add(choice.open(run, source)));
            return new DeviceTeam(opened);
        } catch (RuntimeException | Error e) {
            try {
                Closer.closeAll(opened, Backend::close);
            } catch (RuntimeException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** Returns the backends, one for each device. */
    public List<Backend> backends() {
        return backends;
    }

    /** Returns the devices, followed by the precision unless it is float32, such as {@code gpu:0,gpu:1}. */
    String place() {
        String last = backends.get(backends.size() - 1).options().place();
        return backends.stream()
                .limit(backends.size() - 1L)
                .map(backend -> backend.options().device() + ",")
                .collect(Collectors.joining("", "", last));
    }

    @Override
    public void close() {
        Closer.closeAll(backends, Backend::close);
    }
}
