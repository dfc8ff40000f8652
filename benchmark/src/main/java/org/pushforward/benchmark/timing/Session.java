package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.management.ManagementFactory;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import org.pushforward.backend.BackendOptions;
import org.pushforward.benchmark.run.Version;

/** Records the machine, and its load before and after measurements. Not safe for use by several threads. */
public final class Session {
    private final ObjectNode machine;

    private Session(ObjectNode machine) {
        this.machine = machine;
    }

    /** Records the time and the load at the beginning. */
    public static Session begin(Host host, BackendOptions options, double seconds) {
        return new Session(JsonNodeFactory.instance
                .objectNode()
                .put("pushforward", Version.current())
                .put("java", System.getProperty("java.version"))
                .put("cpu", host.cpu())
                .put("cores", host.cores())
                .put("device", options.place())
                .put("threads", options.threads())
                .put("seconds", seconds)
                .put("load_before", load())
                .put(
                        "started",
                        LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    /** Records the load at the end and returns everything. */
    public ObjectNode end() {
        return machine.put("load_after", load());
    }

    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }
}
