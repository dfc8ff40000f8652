package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.workload.Workload;

/**
 * The results of a contest.
 *
 * @param machine the machine and the conditions of the measurement
 * @param results the results of the engines, in the order of timing
 * @param peers the results of the peers that were timed alternately, in the order of timing; possibly empty
 * @param ratios how they compare; empty if there is nothing to compare with
 */
public record Standings(
        ObjectNode machine, List<? extends JsonNode> results, List<? extends JsonNode> peers, List<Ratio> ratios) {

    /** Returns the standings of times that were measured alternately. */
    public static Standings of(
            ObjectNode machine,
            List<? extends JsonNode> results,
            List<? extends JsonNode> peers,
            List<Workload> workloads) {
        List<Timing> opponents = Opponents.named(successes(peers), workloads);
        return new Standings(machine, results, peers, Ratio.of(timings(results), opponents));
    }

    /** Returns the standings against the times in a file. */
    public static Standings against(ObjectNode machine, List<? extends JsonNode> results, List<Timing> opponents) {
        return new Standings(machine, results, List.of(), Ratio.of(timings(results), opponents));
    }

    private static List<Timing> timings(List<? extends JsonNode> results) {
        return successes(results).stream().map(Timing::of).toList();
    }

    private static List<JsonNode> successes(List<? extends JsonNode> results) {
        return results.stream()
                .filter(result -> !result.has("error"))
                .map(JsonNode.class::cast)
                .toList();
    }

    /** Returns the geometric means of the ratios to the fastest opponent, by engine and for the best engine. */
    public Map<String, Double> geometricMeans() {
        return Ratio.geometricMeans(ratios);
    }

    /** Returns the content of a file of times. */
    public ObjectNode toJson() {
        ObjectNode content = JsonNodeFactory.instance.objectNode();
        content.set("machine", machine);
        content.putArray("results").addAll(results);
        if (!peers.isEmpty()) {
            content.putArray("peers").addAll(peers);
        }
        if (!ratios.isEmpty()) {
            ArrayNode compared = content.putArray("ratios");
            ratios.forEach(ratio -> compared.addObject()
                    .put("workload", ratio.workload())
                    .put("engine", ratio.engine())
                    .put("opponent", ratio.opponent())
                    .put("ratio", ratio.value())
                    .put("low", ratio.low())
                    .put("high", ratio.high()));
            ObjectNode means = content.putObject("geometric_means");
            geometricMeans().forEach(means::put);
        }
        return content;
    }
}
