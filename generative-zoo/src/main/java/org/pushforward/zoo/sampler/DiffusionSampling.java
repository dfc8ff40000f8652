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
 * A way to draw from diffusion models: an update from one noise level to the next.
 *
 * <p>Implementations are their update formula and nothing else. The last move, from the lowest level to 0, is D(x, sigma) in all of
 * them: Euler's x + (0 - sigma) (x - D) / sigma is D, and so is the mean of q(x_0 | x, x_0 = D), whose variance is 0.
 *
 * @param <S> what is carried from level to level: the data alone, or the data with a history
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
     * @param state the state at the present level
     * @param levels the present level, the next one, and the numbers of {@link #numbers}
     * @param noise gives noise from N(0, 1), for those that need it
     */
    S update(Denoiser denoiser, S state, Move levels, Noise noise);

    /** Returns what an update needs to know beside its two levels; every update needs equally many numbers. */
    default double[] numbers(int step) {
        return new double[0];
    }

    /**
     * Two noise levels, from one to the other.
     *
     * @param sigma the present level, a scalar
     * @param next the next level, a scalar, lower than sigma and above 0
     * @param numbers more numbers, each a scalar
     */
    record Move(Tensor sigma, Tensor next, List<Tensor> numbers) {}

    /** Returns the sampler of a model. */
    @Override
    default Sampler<S> of(DiffusionModel model) {
        return of(model.denoiser(), model.event(), model.moments());
    }

    /**
     * Returns the sampler of a denoiser. It begins with N(mean, (variance + sigma^2) I) at the highest level sigma, which is right
     * where that hides all of the data but its first two moments.
     *
     * @param denoiser D
     * @param event the shape of one sample
     * @param moments the mean and the variance of the data
     */
    default Sampler<S> of(ConditionalDenoiser denoiser, Shape event, Moments moments) {
        return new DiffusionSampler<>(this, denoiser, event, moments);
    }
}
