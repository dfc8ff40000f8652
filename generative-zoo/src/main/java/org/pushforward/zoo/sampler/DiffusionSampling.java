package org.pushforward.zoo.sampler;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.model.Sampling;
import org.pushforward.random.Noise;
import org.pushforward.sample.Sampler;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.ConditionalDenoiser;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel;
import org.pushforward.zoo.score.DiffusionModel.Moments;

/**
 * A sampling method for diffusion models, defined by its update from one noise level to the next.
 *
 * <p>Implementations contain only their update formula. The last move, from the lowest level to 0, is D(x, sigma) for all of them: Euler's
 * x + (0 - sigma) (x - D) / sigma equals D, and so does the mean of q(x_0 | x, x_0 = D), whose variance is 0.
 *
 * @param <S> the state that is passed from level to level: only the data, or the data with a history
 */
public interface DiffusionSampling<S> extends Sampling<DiffusionModel> {

    /** Returns the noise levels. */
    TimeGrid grid();

    /** Returns the state at the highest level. */
    S start(Tensor x);

    /** Returns the data of a state. */
    Tensor data(S state);

    /** Returns a state with other data at the same level. */
    S with(S state, Tensor x);

    /**
     * Returns the state at the next level.
     *
     * @param denoiser D
     * @param state the state at the current level
     * @param levels the current level, the next one, and the numbers of {@link #numbers}
     * @param noise the source of noise, for methods that need it
     */
    S update(Denoiser denoiser, S state, Move levels, Noise noise);

    /** Returns the numbers that an update needs in addition to its two levels; every step has the same number of them. */
    default double[] numbers(int step) {
        return new double[0];
    }

    /**
     * A move from one noise level to another.
     *
     * @param sigma the current level, a scalar
     * @param next the next level, a scalar, lower than sigma and above 0
     * @param numbers additional numbers, each a scalar
     */
    record Move(Tensor sigma, Tensor next, List<Tensor> numbers) {}

    /** Returns the sampler of a model. */
    @Override
    default Sampler<S> of(DiffusionModel model) {
        return of(model.denoiser(), model.event(), model.moments());
    }

    /**
     * Returns the sampler of a denoiser. It starts from N(mean, (variance + sigma^2) I) at the highest level sigma. This is accurate if
     * that noise hides everything about the data except its first two moments.
     *
     * @param denoiser D
     * @param event the shape of one sample
     * @param moments the mean and the variance of the data
     */
    default Sampler<S> of(ConditionalDenoiser denoiser, Shape event, Moments moments) {
        return new DiffusionSampler<>(this, denoiser, event, moments);
    }
}
