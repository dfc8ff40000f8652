package org.pushforward.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.distribution.Preprocessing;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Everything that a training carries from one step to the next. With the same model, objective, data, settings, engine and number of
 * threads, training that goes on from it gives the bits of uninterrupted training.
 *
 * @param key the key of everything random
 * @param iteration the number of steps done
 * @param states the engine's states by name: parameters, optimizer, averages, buffers, and states of the objective
 * @param losses the losses and reported quantities of each step so far by name, float64
 * @param validation those of each validation so far, float64
 * @param best the best parameters and buffers by validation so far, where training stops early
 * @param preprocessing what data go through before the model sees them
 * @param fingerprint the checksum of data and noise of the first step, by which the same data are known again
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
        String fingerprint) {
    /**
     * Copies the maps.
     *
     * @throws IllegalArgumentException if a curve is not of float64, or a curve of losses has not one for each step
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
