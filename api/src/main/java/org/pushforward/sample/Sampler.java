package org.pushforward.sample;

import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.tensor.Shape;

/**
 * A way from noise to samples: a beginning, steps that lead on from it, and a result.
 *
 * <p>A sampler is its formulas and nothing else. It is traced over a batch of rows, and a row never sees another one of its
 * batch; {@link SamplingLoop} owns keys, loops and progress. What is carried from step to step is a state of the sampler's own
 * type: a {@link Tensor}, or a record of tensors and of such records, such as samples with their history. The first axis of each
 * tensor is that of the rows.
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
     * @param noise gives noise for each row; the first axis of what is asked for is that of the rows
     * @param rows the number of rows
     * @param context what each row is conditioned on
     */
    S init(Noise noise, int rows, Context context);

    /** Returns the number of steps. */
    default int steps() {
        return 0;
    }

    /** Returns the numbers that a step needs, such as its noise levels; all steps need equally many. */
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
