package org.pushforward.benchmark.run;

import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.benchmark.config.Candidate;
import org.pushforward.benchmark.config.ComparisonSettings;
import org.pushforward.benchmark.config.MetricSettings;
import org.pushforward.benchmark.model.Contender;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;

/**
 * A comparison whose data is loaded and whose models are built.
 *
 * @param arena what the models meet
 * @param contenders the models, in the order of the settings
 */
record Prepared(EvaluationContext arena, Map<Candidate, Contender> contenders) {

    /**
     * Loads and builds.
     *
     * @throws IllegalArgumentException if data is unfit, or a model cannot learn such data, naming the comparison
     */
    static Prepared of(ComparisonSettings settings, MetricSettings metrics, RandomKey root) {
        try {
            EvaluationContext arena = EvaluationContext.of(settings, metrics, root);
            Map<Candidate, Contender> contenders = new LinkedHashMap<>();
            settings.models().forEach(candidate -> contenders.put(candidate, build(candidate, arena)));
            return new Prepared(arena, contenders);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("comparison '" + settings.name() + "': " + e.getMessage(), e);
        }
    }

    private static Contender build(Candidate candidate, EvaluationContext arena) {
        Contender contender = candidate.model().build(arena.target());
        Shape expected = arena.target().training().sampleShape();
        if (!contender.model().sampleShape().equals(expected)) {
            throw new IllegalArgumentException("model '" + candidate.label() + "' gives samples of shape "
                    + contender.model().sampleShape() + ", but those of the data are " + expected);
        }
        return contender;
    }
}
