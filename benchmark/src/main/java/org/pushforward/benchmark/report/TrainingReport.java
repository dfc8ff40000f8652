package org.pushforward.benchmark.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.chart.DensityMap;
import org.pushforward.tensor.HostArray;

/**
 * What the page of one training shows.
 *
 * @param title the name of the run
 * @param subtitle what was trained, on what and where
 * @param facts labels and values, in order
 * @param warnings what may have harmed training
 * @param losses the curves of training and validation
 * @param domain what a sample is
 * @param real samples of the data, [count, elements]
 * @param samples samples of the model, if there are any
 * @param reconstructions the first real samples after they went through the model's representation, if it has one that it decodes
 * @param codes the representations of the real samples, [count, 2], if the model encodes
 * @param density the log-density in a frame of the plane, if it has one and samples are points
 * @param command the command that makes it again
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
