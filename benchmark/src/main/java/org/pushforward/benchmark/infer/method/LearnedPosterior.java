package org.pushforward.benchmark.infer.method;

import java.util.Optional;
import java.util.function.Supplier;
import org.pushforward.benchmark.infer.gauges.GaugedField;

/** A posterior that draws from a learned prior, and applies where the prior does. */
interface LearnedPosterior extends FieldPosterior {
    /** Loads the prior on first use. */
    Supplier<LearnedPrior> prior();

    @Override
    default Optional<String> obstacle(GaugedField field) {
        return prior().get().obstacle(field.grid());
    }
}
