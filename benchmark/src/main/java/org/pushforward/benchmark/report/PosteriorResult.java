package org.pushforward.benchmark.report;

import java.util.List;

/**
 * How well a conditional model fills in fields from a few observed cells, over held-out fields.
 *
 * <p>All is in the standardized units of the {@link Field}, and only cells that were not observed are counted.
 *
 * @param fields how many held-out fields were filled in
 * @param cells how many unobserved cells that makes
 * @param posteriorSamples how many samples each field's mean, spread and intervals come from
 * @param coverage90 the share of cells that lie inside their central 90 % interval
 * @param calibration the share of cells inside their central interval, over levels
 * @param rmse the root mean squared error of the posterior mean
 * @param baselineRmse that of inverse-distance interpolation of the observed cells
 * @param cases some of the fields for the pictures
 */
public record PosteriorResult(
        int fields,
        int cells,
        int posteriorSamples,
        double coverage90,
        List<Coverage> calibration,
        double rmse,
        double baselineRmse,
        List<PosteriorCase> cases) {

    /**
     * A point of the calibration curve.
     *
     * @param level the probability that a central interval claims, such as 0.9
     * @param covered the share of cells that lay inside
     */
    public record Coverage(double level, double covered) {}

    /** Copies the lists. */
    public PosteriorResult {
        calibration = List.copyOf(calibration);
        cases = List.copyOf(cases);
    }
}
