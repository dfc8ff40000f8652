package org.pushforward.benchmark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.chart.DensityMap;
import org.pushforward.tensor.HostArray;

/**
 * The content of the page of one training.
 *
 * @param title the name of the run
 * @param subtitle the model, the data, and the engine
 * @param facts labels and their values, in display order
 * @param warnings possible problems of the training
 * @param losses the training and validation losses
 * @param domain the kind of a sample
 * @param real samples of the data, [count, elements]
 * @param samples samples of the model, if there are any
 * @param reconstructions the first real samples after encoding and decoding by the model, if it supports both
 * @param codes the representations of the real samples, [count, 2], if the model encodes
 * @param density the log-density in a part of the plane, if the model has a density and samples are points of the plane
 * @param command the command that repeats the training
 * @param settings the settings as YAML
 */
public record TrainingReport(
        String title,
        String subtitle,
        Map<String, String> facts,
        List<String> warnings,
        List<LossCurve> losses,
        Domain domain,
        HostArray real,
        Optional<HostArray> samples,
        Optional<HostArray> reconstructions,
        Optional<HostArray> codes,
        Optional<DensityMap> density,
        String command,
        String settings) {
    /** Copies the lists. */
    public TrainingReport {
        warnings = List.copyOf(warnings);
        losses = List.copyOf(losses);
    }
}
