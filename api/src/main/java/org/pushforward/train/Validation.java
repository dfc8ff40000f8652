package org.pushforward.train;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.data.Rows;

/**
 * Settings for evaluating training on held-out rows.
 *
 * @param rows the rows, at least one
 * @param every the number of steps between validations, 1 or more
 * @param patience the number of consecutive validations without a lower loss after which training stops and keeps the best parameters; if
 *     empty, training completes and keeps the last ones
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Validation(Rows rows, int every, Optional<Integer> patience) {
    /** Refuses empty rows and numbers below 1. */
    public Validation {
        if (rows.count() < 1 || every < 1 || patience.filter(most -> most < 1).isPresent()) {
            throw new IllegalArgumentException("validation on " + rows.count() + " rows every " + every
                    + " steps with patience " + patience.map(String::valueOf).orElse("without end")
                    + ": expected at least 1 each");
        }
    }

    /** Returns a validation every few steps, without early stopping. */
    public static Validation on(Rows rows, int every) {
        return new Validation(rows, every, Optional.empty());
    }

    /** Returns this validation with early stopping after a number of consecutive validations without a lower loss. */
    public Validation withPatience(int validations) {
        return new Validation(rows, every, Optional.of(validations));
    }
}
