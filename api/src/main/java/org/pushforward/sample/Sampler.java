package org.pushforward.sample;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * A method that turns noise into samples: an initial state, steps, and a result.
 *
 * <p>A sampler contains only its formulas. It is traced over a batch of rows that must be independent of each other; {@link SamplingLoop}
 * handles keys, loops and cancellation. The state between steps is a {@link Tensor} or a record of tensors and of such records, such as
 * samples with their history. The first axis of each tensor is the row.
 *
 * @param <S> the type of the state
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface Sampler<S> {

    /** Returns the shape of one sample. */
    Shape event();

    /** Returns the columns that samples are conditioned on. */
    default Schema context() {
        return Schema.empty();
    }

    /**
     * Returns the state before the first step.
     *
     * @param noise the source of noise; the first axis of each request is the row
     * @param rows the number of rows
     * @param context the context of each row
     */
    S init(Noise noise, int rows, Context context);

    /** Returns the number of steps. */
    default int steps() {
        return 0;
    }

    /** Returns the numbers that a step needs, such as its noise levels; every step has the same number of them. */
    default double[] coefficients(int step) {
        return new double[0];
    }

    /** Returns the state after a step, of the same structure. */
    default S step(S state, StepInput input) {
        return state;
    }

    /** Returns the samples, of shape [rows, ...], from the state after the last step. */
    Tensor result(S state, Context context);
}
