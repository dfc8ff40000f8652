package org.pushforward.benchmark.timing;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The part of a measurement, ours or another program's, that comparisons need. Times are in seconds per step.
 *
 * @param workload the name of the workload
 * @param mode the engine or mode: {@code onnx},  {@code eager},  {@code compile}
 * @param median the median
 * @param p10 the time that a tenth of the steps stay below
 * @param p90 the time that nine tenths of the steps stay below
 */
public record Timing(String workload, String mode, double median, double p10, double p90) {

    /** Returns the timing in an object of a file. */
    static Timing of(JsonNode result) {
        return new Timing(
                result.path("workload").asText(),
                result.path("mode").asText(),
                result.path("median_s").asDouble(Double.NaN),
                result.path("p10_s").asDouble(Double.NaN),
                result.path("p90_s").asDouble(Double.NaN));
    }

    /** Returns this timing with other names of the workload and the mode. */
    Timing as(String otherWorkload, String otherMode) {
        return new Timing(otherWorkload, otherMode, median, p10, p90);
    }
}
