package org.pushforward.benchmark.report;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.report.agreement.EngineAgreement;

/**
 * The results of a run: the models compared on each data set, and the information needed to repeat the run.
 *
 * @param name the name of the run
 * @param seed the seed of all random numbers
 * @param started when the run began
 * @param wallTime the total duration
 * @param status how the run ended
 * @param settings the settings as YAML text, from which the run can be repeated
 * @param machine the machine of the run
 * @param versions the versions of components, such as engines, by name, in display order
 * @param comparisons the comparison of each data set, in the order of the settings
 * @param agreements the differences between engines; empty if there was only one
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
        /** The run was stopped; the report contains the results so far. */
        INTERRUPTED("interrupted"),
        /** At least one model failed; the results of the others are complete. */
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
