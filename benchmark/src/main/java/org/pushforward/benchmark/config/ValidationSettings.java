package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.data.Rows;
import org.pushforward.settings.SettingException;
import org.pushforward.train.Validation;

/**
 * Validation on rows held out from the training data.
 *
 * @param rows the number of rows, 1 or more
 * @param every the number of iterations from one validation to the next, 1 or more
 * @param patience the number of validations in a row without a lower loss after which training stops and keeps the best
 * parameters; without it, training never stops early
 */
public record ValidationSettings(int rows, int every, Optional<Integer> patience) {
    /** Creates the defaults: 512 rows every 100 iterations, without early stopping. */
    public ValidationSettings() {
        this(512, 100, Optional.empty());
    }

    /** Refuses values out of range. */
    public ValidationSettings {
        SettingException.between(1, 10_000_000, "rows", rows);
        SettingException.atLeast(1, "every", every);
        patience.ifPresent(most -> SettingException.atLeast(1, "patience", most));
    }

    /** Returns the validation on the given rows. */
    public Validation on(Rows heldOut) {
        return new Validation(heldOut, every, patience);
    }
}
