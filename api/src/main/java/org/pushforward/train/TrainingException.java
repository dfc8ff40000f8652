package org.pushforward.train;

import java.util.Optional;
import org.pushforward.Stability;

/** Training that came to a value that is not finite. It carries what was learned until then. */
@Stability(Stability.Level.EXPERIMENTAL)
public final class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Optional<TrainingResult> result;

    TrainingException(String message) {
        super(message);
        this.result = Optional.empty();
    }

    TrainingException(String message, TrainingResult result) {
        super(message);
        this.result = Optional.of(result);
    }

    /**
     * Returns what was learned: the parameters after the last step whose every value was finite, and the losses up to there. It is
     * empty if the first step of all failed before there were any.
     */
    public Optional<TrainingResult> result() {
        return result;
    }
}
