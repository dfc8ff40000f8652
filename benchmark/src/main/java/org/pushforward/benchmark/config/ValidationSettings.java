package org.pushforward.benchmark.config;

import java.util.Optional;
import org.pushforward.data.Rows;
import org.pushforward.settings.SettingException;
import org.pushforward.train.Validation;

/**
 * How training is judged by rows of the training data that it does not learn from.
 *
 * @param rows the number of rows, 1 or more
 * @param every the number of iterations from one validation to the next, 1 or more
 * @param patience how many validations in a row may pass without a lower loss before training stops and keeps the best parameters;
 *     training goes to its end if there is none
 */
public record ValidationSettings(int rows, int every, Optional<Integer> patience) {
    /** 512 rows every 100 iterations, without early stopping. */
    public ValidationSettings() {
        this(512, 100, Optional.empty());
    }

    /** Refuses values out of range. */
    public ValidationSettings {
        SettingException.between(1, 10_000_000, "rows", rows);
        SettingException.atLeast(1, "every", every);
        patience.ifPresent(most -> SettingException.atLeast(1, "patience", most));
    }

    /** Returns validation on rows. */
    public Validation on(Rows heldOut) {
        return new Validation(heldOut, every, patience);
    }
}
