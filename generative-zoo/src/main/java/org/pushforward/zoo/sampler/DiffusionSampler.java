package org.pushforward.zoo.sampler;

import java.util.List;
import org.pushforward.data.Context;
import org.pushforward.data.Schema;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.StepInput;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.Levels;

/** The sampler that takes noise from the highest level of a grid to clean data with a denoiser. */
record DiffusionSampler<S>(DiffusionSampling<S> sampling, ConditionalDenoiser denoiser, Shape event, Moments moments)
        implements Sampler<S> {
    @Override
    public Schema context() {
        return denoiser.context();
    }

    @Override
    public S init(Noise noise, int rows, Context context) {
        double highest = sampling.grid().level(0);
        double deviation = Math.sqrt(moments.variance() + highest * highest);
        Tensor x = noise.normal(event.prepend(rows).dims()).mul(deviation);
        return sampling.start(moments.mean() == 0 ? x : x.add(moments.mean()));
    }

    /** Returns the number of moves between positive levels. The last move, to 0, is {@link #result}. */
    @Override
    public int steps() {
        return sampling.grid().steps() - 1;
    }

    @Override
    public double[] coefficients(int step) {
        double[] more = sampling.numbers(step);
        double[] all = new double[2 + more.length];
        all[0] = sampling.grid().level(step);
        all[1] = sampling.grid().level(step + 1);
        System.arraycopy(more, 0, all, 2, more.length);
        return all;
    }

    @Override
    public S step(S state, StepInput input) {
        List<Tensor> numbers = input.numbers();
        DiffusionSampling.Move move =
                new DiffusionSampling.Move(numbers.get(0), numbers.get(1), numbers.subList(2, numbers.size()));
        return sampling.update(denoiser.given(input.context()), state, move, input.noise());
    }

    @Override
    public Tensor result(S state, Context context) {
        Tensor x = sampling.data(state);
        Tensor lowest =
                Tensor.scalar(x.dtype(), sampling.grid().level(sampling.grid().steps() - 1));
        return denoiser.given(context).denoise(x, Levels.of(lowest, x));
    }

    @Override
    public String toString() {
        return sampling.toString();
    }
}
