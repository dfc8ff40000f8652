package org.pushforward.benchmark.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The memory of this process that is in the machine's memory, its engines' included. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final String PRESENT = "VmRSS:";

    private ResidentMemory() {}

    /** Returns the most that it ever was, in MiB; NaN where the system does not say, as only Linux does. */
    static double peakMegabytes() {
        return megabytes(PEAK);
    }

    /** Returns how much it is, in MiB; NaN where the system does not say. */
    static double megabytes() {
        return megabytes(PRESENT);
    }

    private static double megabytes(String field) {
        try {
            return megabytes(field, Files.readAllLines(STATUS));
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    static double megabytes(String field, List<String> status) {
        return status.stream()
                .filter(line -> line.startsWith(field))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }
}
