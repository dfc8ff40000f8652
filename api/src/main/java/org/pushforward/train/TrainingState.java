package org.pushforward.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.checkpoint.Recipe;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * The complete state of a training between two steps. Training that resumes from it with the same model, objective, data, settings, engine
 * and number of threads is bitwise equal to uninterrupted training.
 *
 * @param key the random key of the training
 * @param iteration the number of completed steps
 * @param states the engine's states by name: parameters, optimizer, averages, buffers, and states of the objective
 * @param losses the losses and reported quantities of each step so far by name, float64
 * @param validation the losses and reported quantities of each validation so far by name, float64
 * @param best the best parameters and buffers by validation so far, if training uses early stopping
 * @param preprocessing the preprocessing of the data
 * @param fingerprint the checksum of data and noise of the first step, which identifies the data
 * @param recipe how the model is trained, if it is known
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record TrainingState(
        RandomKey key,
        long iteration,
        Map<String, HostArray> states,
        Map<String, HostArray> losses,
        Map<String, HostArray> validation,
        Optional<ParameterValues> best,
        Preprocessing.Fitted preprocessing,
        String fingerprint,
        Optional<Recipe> recipe) {
    /**
     * Copies the maps.
     *
     * @throws IllegalArgumentException if a curve is not float64, or the length of a curve of losses is not the number of steps
     */
    public TrainingState {
        states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        losses = Collections.unmodifiableMap(new LinkedHashMap<>(losses));
        validation = Collections.unmodifiableMap(new LinkedHashMap<>(validation));
        TensorType curve = new TensorType(DType.F64, Shape.of(Math.toIntExact(iteration)));
        losses.forEach((name, values) -> {
            if (!values.type().equals(curve)) {
                throw new IllegalArgumentException("the losses '" + name + "' of " + iteration + " steps are of type "
                        + values.type() + ": expected " + curve);
            }
        });
        validation.forEach((name, values) -> {
            if (values.dtype() != DType.F64 || values.shape().rank() != 1) {
                throw new IllegalArgumentException("the losses of validation '" + name + "' are of type "
                        + values.type() + ": expected float64, one for each validation");
            }
        });
    }
}
