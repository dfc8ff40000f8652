package org.pushforward.benchmark.report.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The contents of the page about one field that was inferred from gauges.
 *
 * @param title the name of the run
 * @param subtitle what the data are
 * @param facts labels and values for the beginning of the page
 * @param warnings possible problems with the gauges
 * @param frame the extent of the map
 * @param quantity the quantity and its unit
 * @param truth the field itself, row by row, if it is known
 * @param gauges the gauges
 * @param thresholds the values whose exceedance is mapped
 * @param results what the methods predicted
 * @param heldOut how methods predicted gauges that were left out, if they did
 * @param leftOut why methods were left out, or how they failed, by name
 * @param study the results of a calibration study, if there are any
 * @param interrupted whether the run was stopped before all methods were done
 * @param command the command that makes this page again
 * @param settings the settings as YAML
 */
public record InferenceReport(
        String title,
        String subtitle,
        Map<String, String> facts,
        List<String> warnings,
        MapFrame frame,
        MapQuantity quantity,
        Optional<double[]> truth,
        List<GaugeMark> gauges,
        List<Double> thresholds,
        List<ForecastResult> results,
        Optional<HeldOutComparison> heldOut,
        Map<String, String> leftOut,
        Optional<StudyTable> study,
        boolean interrupted,
        String command,
        String settings) {
    /** Copies the lists. */
    public InferenceReport {
        warnings = List.copyOf(warnings);
        gauges = List.copyOf(gauges);
        thresholds = List.copyOf(thresholds);
        results = List.copyOf(results);
    }

    /** Returns how the methods compare, by the truth or otherwise by gauges that were left out. */
    public String verdict() {
        String scored = new ForecastComparison(results).verdict();
        return truth.isPresent() || heldOut.isEmpty() || heldOut.get().scores().size() < 2
                ? scored
                : heldOut.get().verdict();
    }
}
