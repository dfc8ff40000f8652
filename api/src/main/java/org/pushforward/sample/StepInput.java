package org.pushforward.sample;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;

/**
 * The inputs of a sampler's step.
 *
 * @param numbers the {@link Sampler#coefficients} of this step, each a scalar
 * @param noise the source of fresh noise for each row
 * @param context the context of each row
 */
@Stability(Stability.Level.EXPERIMENTAL)
public record StepInput(List<Tensor> numbers, Noise noise, Context context) {
    /** Copies the list. */
    public StepInput {
        numbers = List.copyOf(numbers);
    }

    /** Returns one of the numbers of this step, a scalar. */
    public Tensor number(int index) {
        return numbers.get(index);
    }
}
