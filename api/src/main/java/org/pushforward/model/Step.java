package org.pushforward.model;

import org.pushforward.Stability;
import org.pushforward.data.Batch;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.HostArray;

/**
 * One training step while an {@link Objective} describes it: it gives data and noise, and takes losses.
 *
 * <p>A step is one graph and one run, whatever it holds. What is described after {@link #minimize} or {@link #replace} sees the
 * new values, so a GAN's five critic steps and its generator step are one step. Noise, too, is fresh at each call.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Step extends Noise {

    /** Returns the number of rows in a batch. */
    int rows();

    /** Returns fresh rows of the data; each call gives a batch of its own. */
    Batch batch();

    /**
     * Moves the parameters of a group down the gradient of a loss, by one step of the group's optimizer.
     *
     * @param group a group of the model
     * @param loss a float32 scalar
     * @throws IllegalArgumentException if the model has no such group, or the loss is not a scalar
     */
    void minimize(ParameterGroup group, Tensor loss);

    /**
     * Returns a state of the objective's own, kept by the engine from step to step. It has the initial value in the first step,
     * and changes only by {@link #replace}.
     *
     * @param name its name, unique in the step
     * @param initial the value before the first step
     */
    Tensor state(String name, HostArray initial);

    /**
     * Replaces the value of a state or of a buffer of the model. In {@link Objective#begin} it also replaces a parameter.
     *
     * @param state what {@link #state} returned, or the leaf of a buffer
     * @param next the value from here on, of the same type; no gradient flows into it
     * @throws IllegalArgumentException if it is neither a state nor a buffer, or the types differ
     */
    void replace(Tensor state, Tensor next);

    /**
     * Reports a quantity beside the losses, such as an accuracy.
     *
     * @param name its name, unique in the step
     * @param scalar a scalar
     */
    void report(String name, Tensor scalar);
}
