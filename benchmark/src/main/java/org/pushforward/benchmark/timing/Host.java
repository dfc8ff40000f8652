package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The machine on which times were measured.
 *
 * @param cpu the processor's model
 * @param cores the number of its cores
 */
public record Host(String cpu, int cores) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    /** Returns this machine. */
    public static Host current() {
        try {
            return parse(Files.readAllLines(PROCESSORS));
        } catch (IOException e) {
            return unnamed();
        }
    }

    private static Host unnamed() {
        return new Host(System.getProperty("os.arch"), Runtime.getRuntime().availableProcessors());
    }

    /** Parses the description of the processors by Linux. */
    static Host parse(List<String> lines) {
        int cores = (int)
                lines.stream().filter(line -> line.matches("processor\\s*:.*")).count();
        return lines.stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .map(cpu -> new Host(cpu, cores))
                .orElseGet(Host::unnamed);
    }

    /** Returns the machine that a file of times names. */
    static Host of(JsonNode machine) {
        return new Host(machine.path("cpu").asText(), machine.path("cores").asInt());
    }

    @Override
    public String toString() {
        return cores + " cores of " + cpu;
    }
}
