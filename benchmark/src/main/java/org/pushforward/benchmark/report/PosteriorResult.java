package org.pushforward.benchmark.report;

import java.util.List;

/**
 * How well one training of a conditional model fills in fields from a few observed cells, over held-out fields, beside baselines on the
 * same fields with the same cells observed.
 *
 * <p>All is in the standardized units of the {@link Field}, and only cells that were not observed are counted.
 *
 * @param cells how many unobserved cells the fields have in all
 * @param posteriorSamples how many samples each field's mean, spread and intervals come from
 * @param levels the probabilities that central intervals claim, ascending
 * @param model how well the model does
 * @param baselines how well others do; the best linear predictor comes first
 * @param cases some of the fields for the pictures
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

    /** Returns how many held-out fields were filled in. */
    public int fields() {
        return model.squaredError().length;
    }
}
