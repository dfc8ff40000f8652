package org.pushforward.sample;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;

/**
 * What a sampler's step is given.
 *
 * @param numbers the {@link Sampler#coefficients} of this step, each a scalar
 * @param noise gives fresh noise for each row
 * @param context what each row is conditioned on
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record StepInput(List<Tensor> numbers, Noise noise, Context context) {
    /** Copies the list. */
    public StepInput {
        numbers = List.copyOf(numbers);
    }

    /** Returns a number of this step, a scalar. */
    public Tensor number(int index) {
        return numbers.get(index);
    }
}
