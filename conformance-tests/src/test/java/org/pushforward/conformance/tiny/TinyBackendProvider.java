package org.pushforward.conformance.tiny;

import java.util.List;
import java.util.Set;
import org.pushforward.backend.BackendDescription;
import org.pushforward.backend.BackendDescription.DeviceReport;
import org.pushforward.backend.BackendException;
import org.pushforward.backend.BackendOptions;
import org.pushforward.backend.BackendProvider;
import org.pushforward.backend.Device;
import org.pushforward.backend.Engine;
import org.pushforward.graph.Binary;

/** The backend named {@code tiny}, which runs on the CPU. {@link java.util.ServiceLoader} makes it. */
public final class TinyBackendProvider implements BackendProvider {
    static final String NAME = "tiny";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public BackendDescription describe() {
        return new BackendDescription(
                NAME, "tiny engine 1.0", List.of(new DeviceReport(Device.cpu(), "")), List.of("one thread"));
    }

    @Override
    public Engine open(BackendOptions options) {
        if (!options.device().isCpu()) {
            throw new BackendException("device " + options.device() + " of backend tiny: it has only the cpu");
        }
        return new TinyEngine(Set.of(Binary.Remainder.class));
    }
}
