package org.pushforward.benchmark.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.Locale;

/** A table of times; each line is printed as soon as it is known. Not safe for use by several threads. */
final class TimingTable {
    private static final String LINE = "%-22s %-12s %10s %10s %10s %6s %8s %8s %9s %8s %7s  %s%n";

    private final PrintWriter out;
    private boolean begun;

    TimingTable(PrintWriter out) {
        this.out = out;
    }

    void row(JsonNode result) {
        if (!begun) {
            begun = true;
            out.printf(
                    Locale.ROOT,
                    LINE,
                    "workload",
                    "mode",
                    "median ms",
                    "p10",
                    "p90",
                    "steps",
                    "first s",
                    "start s",
                    "draw ms",
                    "RSS MB",
                    "host %",
                    "result: first -> last step");
        }
        String workload = result.path("workload").asText();
        String mode = result.path("mode").asText();
        if (result.has("error")) {
            out.printf(Locale.ROOT, "%-22s %-12s FAILED: %s%n", workload, mode, lastLine(result));
        } else {
            out.printf(
                    Locale.ROOT,
                    LINE,
                    workload,
                    mode,
                    number(result, "median_s", 1e3, 3),
                    number(result, "p10_s", 1e3, 3),
                    number(result, "p90_s", 1e3, 3),
                    number(result, "steps", 1, 0),
                    number(result, "first_step_s", 1, 2),
                    number(result, "start_to_first_step_s", 1, 2),
                    number(result, "draw_s", 1e3, 2),
                    number(result, "peak_rss_mb", 1, 0),
                    number(result, "host_share", 100, 1),
                    result.path("result").asText() + ": " + seen(result.path("first")) + " -> "
                            + seen(result.path("final")));
        }
        out.flush();
    }

    /** Returns the last line that is not part of a stack trace, where Python and Java print the error message. */
    private static String lastLine(JsonNode result) {
        return result.path("error")
                .asText()
                .strip()
                .lines()
                .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                .reduce((earlier, later) -> later)
                .orElse("");
    }

    private static String number(JsonNode result, String field, double scale, int decimals) {
        JsonNode value = result.path(field);
        return value.isNumber() ? String.format(Locale.ROOT, "%." + decimals + "f", scale * value.asDouble()) : "-";
    }

    private static String seen(JsonNode observation) {
        if (observation.has("value")) {
            return String.format(Locale.ROOT, "%.5g", observation.path("value").asDouble());
        }
        String finite = observation.path("finite").asBoolean() ? "" : " NOT FINITE";
        return String.format(
                Locale.ROOT,
                "%.3g+-%.3g%s",
                observation.path("mean").asDouble(),
                observation.path("std").asDouble(),
                finite);
    }
}
