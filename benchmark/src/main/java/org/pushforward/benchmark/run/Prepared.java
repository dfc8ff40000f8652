package org.pushforward.benchmark.run;

import java.util.List;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.random.RandomKey;

/**
 * A comparison with loaded data and built models.
 *
 * @param context the data and settings that the models share
 * @param models the models, in the order of the settings
 */
record Prepared(EvaluationContext context, List<BuiltModel> models) {

    /**
     * Loads the data and builds the models.
     *
     * @throws IllegalArgumentException if data is invalid or a model does not support it; the message names the
     * comparison
     */
    static Prepared of(ComparisonSettings comparison, EvaluationSettings settings, RandomKey root) {
        try {
            EvaluationContext context = EvaluationContext.of(comparison, settings, root);
            return new Prepared(
                    context,
                    comparison.models().stream()
                            .map(candidate -> BuiltModel.of(candidate, context))
                            .toList());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("comparison '" + comparison.name() + "': " + e.getMessage(), e);
        }
    }
}
