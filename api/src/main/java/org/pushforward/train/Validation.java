package org.pushforward.train;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.data.Rows;

/**
 * How training is judged on rows that it does not learn from.
 *
 * @param rows the rows, at least one
 * @param every the number of steps from one validation to the next, 1 or more
 * @param patience how many validations in a row may pass without a lower loss before training stops and keeps the best
 *     parameters; training goes to its end, and keeps the last ones, if there is none
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Validation(Rows rows, int every, Optional<Integer> patience) {
    /** Refuses no rows, and numbers below 1. */
    public Validation {
        if (rows.count() < 1 || every < 1 || patience.filter(most -> most < 1).isPresent()) {
            throw new IllegalArgumentException("validation on " + rows.count() + " rows every " + every
                    + " steps with patience " + patience.map(String::valueOf).orElse("without end")
                    + ": expected 1 each at least");
        }
    }

    /** Returns validation every so many steps, without early stopping. */
    public static Validation on(Rows rows, int every) {
        return new Validation(rows, every, Optional.empty());
    }

    /** Returns this validation, which stops training once the loss has not fallen so many times in a row. */
    public Validation withPatience(int validations) {
        return new Validation(rows, every, Optional.of(validations));
    }
}
