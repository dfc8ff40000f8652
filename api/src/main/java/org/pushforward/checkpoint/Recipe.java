package org.pushforward.checkpoint;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.pushforward.Stability;

/**
 * How a model is trained, for information: a program that resumes training states it again.
 *
 * @param objective the class of the objective; the model's class if it is the model's own
 * @param optimizers the optimizer of each group of parameters, such as {@code Adam(rate 0.001, beta1 0.9, ...)}, with the learning rate
 *     of the next step
 * @param batch the number of rows in a batch
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record Recipe(String objective, Map<String, String> optimizers, int batch) {
    /** Copies the map. */
    public Recipe {
        optimizers = Collections.unmodifiableMap(new LinkedHashMap<>(optimizers));
    }
}
