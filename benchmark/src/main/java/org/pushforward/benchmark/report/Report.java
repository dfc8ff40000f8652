package org.pushforward.benchmark.report;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a run found: the models compared on each data set, and what is needed to run it again.
 *
 * @param name the name of the run
 * @param seed the seed that every random number came from
 * @param started when the run began
 * @param wallTime how long it took in all
 * @param status how it ended
 * @param settings the settings as YAML text, from which the run can be repeated
 * @param machine what it ran on
 * @param versions the version of each part by its name, such as that of an engine, in the order to show them
 * @param comparisons one for each data set, in the order of the settings
 * @param agreements how engines differ; empty if there was one
 */
public record Report(
        String name,
        long seed,
        OffsetDateTime started,
        Duration wallTime,
        Status status,
        String settings,
        Machine machine,
        Map<String, String> versions,
        List<ComparisonResult> comparisons,
        List<EngineAgreement> agreements) {

    /** How a run ended. */
    public enum Status {
        /** Every model was trained and scored. */
        COMPLETE("complete"),
        /** It was stopped; the report holds what there was. */
        INTERRUPTED("interrupted"),
        /** At least one model failed; the others are whole. */
        PARTLY_FAILED("partly failed"),
        /** Every model failed. */
        FAILED("failed");

        private final String label;

        Status(String label) {
            this.label = label;
        }

        /** Returns the status in words. */
        public String label() {
            return label;
        }
    }

    /** Copies the collections. */
    public Report {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        comparisons = List.copyOf(comparisons);
        agreements = List.copyOf(agreements);
    }
}
