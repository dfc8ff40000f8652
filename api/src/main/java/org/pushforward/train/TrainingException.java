package org.pushforward.train;

import java.util.Optional;
import org.pushforward.Stability;

/** Thrown if training produces a value that is not finite. It carries the result until then. */
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
     * Returns the parameters after the last step with only finite values, and the losses until then. It is empty if initialization failed
     * before there were any parameters.
     */
    public Optional<TrainingResult> result() {
        return result;
    }
}
