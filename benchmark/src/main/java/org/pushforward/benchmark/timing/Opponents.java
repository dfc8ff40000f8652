package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.workload.Workload;

/** Times of other programs, under the names of the workloads that they are compared with. */
public final class Opponents {
    private Opponents() {}

    /**
     * Returns the times of a peer's file that belong to some workloads.
     *
     * @param origin the path of the file, for messages
     * @param content the file
     * @param host this machine
     * @param threads the number of threads used here
     * @param workloads the workloads
     * @throws IllegalArgumentException if the file is from another machine or another number of threads, or contains
     * none of the workloads
     */
    public static List<Timing> in(String origin, JsonNode content, Host host, int threads, List<Workload> workloads) {
        Host other = Host.of(content.path("machine"));
        if (!other.equals(host)) {
            throw refusal(
                    origin,
                    "it was measured on " + other + ", and this machine has " + host
                            + "; times of two machines do not compare");
        }
        int otherThreads = content.path("machine").path("threads").asInt();
        if (otherThreads != threads) {
            throw refusal(origin, "it was measured with --threads " + otherThreads + ", not " + threads);
        }
        List<Timing> timings = named(TimingFile.successes(content), workloads);
        if (timings.isEmpty()) {
            List<String> there = TimingFile.successes(content).stream()
                    .map(result -> result.path("workload").asText())
                    .distinct()
                    .toList();
            throw refusal(
                    origin,
                    "it holds times of " + there + ", and none of "
                            + workloads.stream().map(Workload::name).toList());
        }
        return timings;
    }

    private static IllegalArgumentException refusal(String origin, String why) {
        return new IllegalArgumentException(origin + " cannot be compared with: " + why);
    }

    /**
     * Returns times under our names. A better way to do a workload is a separate mode, named by the suffix of its name.
     */
    static List<Timing> named(List<JsonNode> results, List<Workload> workloads) {
        Map<String, Workload> byOpponent = new LinkedHashMap<>();
        for (Workload workload : workloads) {
            workload.opponents().forEach(name -> byOpponent.put(name, workload));
        }
        List<Timing> timings = new ArrayList<>();
        for (JsonNode result : results) {
            Timing timing = Timing.of(result);
            Workload workload = byOpponent.get(timing.workload());
            if (workload != null) {
                timings.add(timing.as(workload.name(), mode(workload.name(), timing)));
            }
        }
        return timings;
    }

    private static String mode(String workload, Timing timing) {
        return timing.workload().equals(workload)
                ? timing.mode()
                : timing.workload().substring(workload.length() + 1);
    }
}
