package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.data.Batch;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.HostArray;

/**
 * One training step while an {@link Objective} describes it. It provides data and noise, and accepts losses.
 *
 * <p>A step is one graph and one run, whatever it contains. Expressions after {@link #minimize} or {@link #replace} use the new values, so
 * five critic updates and a generator update of a GAN form one step. Each call for noise returns fresh noise.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Step extends Noise {

    /** Returns the number of rows in a batch. */
    int rows();

    /** Returns fresh rows of the data; each call returns a new batch. */
    Batch batch();

    /**
     * Updates the parameters of a group by one step of the group's optimizer with the gradient of a loss.
     *
     * @param group a group of the model
     * @param loss a float32 scalar
     * @throws IllegalArgumentException if the model has no such group, or the loss is not a scalar
     */
    void minimize(ParameterGroup group, Tensor loss);

    /**
     * Returns a state of the objective that the engine keeps between steps. It has the initial value in the first step and changes only
     * through {@link #replace}.
     *
     * @param name its name, unique in the step
     * @param initial the value before the first step
     */
    Tensor state(String name, HostArray initial);

    /**
     * Replaces the value of a state or of a buffer of the model. In {@link Objective#begin} it also replaces a parameter.
     *
     * @param state what {@link #state} returned, or the leaf of a buffer
     * @param next the new value, of the same type; no gradient flows into it
     * @throws IllegalArgumentException if it is neither a state nor a buffer, or the types differ
     */
    void replace(Tensor state, Tensor next);

    /**
     * Reports a quantity in addition to the losses, such as an accuracy.
     *
     * @param name its name, unique in the step
     * @param scalar a scalar
     */
    void report(String name, Tensor scalar);
}
