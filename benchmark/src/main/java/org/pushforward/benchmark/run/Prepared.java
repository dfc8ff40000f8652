package org.pushforward.benchmark.run;

import java.util.List;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.EvaluationSettings;
import org.pushforward.random.RandomKey;

/**
 * A comparison whose data is loaded and whose models are built.
 *
 * @param context what the models meet
 * @param models the models, in the order of the settings
 */
record Prepared(EvaluationContext context, List<BuiltModel> models) {

    /**
     * Loads and builds.
     *
     * @throws IllegalArgumentException if data is unfit, or a model cannot learn such data, naming the comparison
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
