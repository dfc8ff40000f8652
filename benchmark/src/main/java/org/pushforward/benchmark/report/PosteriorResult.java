package org.pushforward.benchmark.report;

import java.util.List;

/**
 * The scores of one training of a conditional model that fills in held-out fields from a few observed cells, with the scores of
 * baselines on the same fields and observed cells.
 *
 * <p>All scores are in the standardized units of the {@link Field} and count only unobserved cells.
 *
 * @param cells the total number of unobserved cells of all fields
 * @param posteriorSamples the number of samples drawn for each field, from which mean, standard deviation, and intervals are computed
 * @param levels the nominal probabilities of the central intervals, ascending
 * @param model the scores of the model
 * @param baselines the scores of the baselines, the best linear predictor first
 * @param cases some of the fields, for the pictures
 */
public record PosteriorResult(
        int cells,
        int posteriorSamples,
        double[] levels,
        FieldScores model,
        List<FieldScores> baselines,
        List<PosteriorCase> cases) {

    /** Copies the lists. */
    public PosteriorResult {
        baselines = List.copyOf(baselines);
        cases = List.copyOf(cases);
    }

    /** Returns the number of held-out fields. */
    public int fields() {
        return model.squaredError().length;
    }
}
