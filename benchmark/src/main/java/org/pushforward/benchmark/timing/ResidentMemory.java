package org.pushforward.benchmark.timing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The resident memory of this process, including its engines. */
final class ResidentMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String PEAK = "VmHWM:";
    private static final String PRESENT = "VmRSS:";

    private ResidentMemory() {}

    /** Returns the peak, in MiB; NaN if it is unknown, as on systems other than Linux. */
    static double peakMegabytes() {
        return megabytes(PEAK);
    }

    /** Returns the current amount, in MiB; NaN if it is unknown. */
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
