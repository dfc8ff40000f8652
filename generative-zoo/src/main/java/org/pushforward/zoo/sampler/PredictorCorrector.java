package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.Levels;

/**
 * A sampling method that follows each move of another method with Langevin steps at the new level:
 *
 * <pre>
 * x := x + e score + sqrt(2 e) z,   score = (D - x) / next^2,   e = rate next^2
 * </pre>
 *
 * <p>The step size of the Langevin dynamics is proportional to the variance of the noise. The published step size instead depends on the
 * norms of score and noise over a batch, which would make samples depend on each other. Song, Sohl-Dickstein, Kingma, Kumar, Ermon and
 * Poole, <i>Score-based generative modeling through stochastic differential equations</i>, 2021, algorithm 4 (predictor first).
 *
 * @param predictor the other method
 * @param corrections the number of Langevin steps after each move, 1 or more
 * @param rate the step size relative to the variance of the noise; between 0 and 1, and much smaller than 1 for accurate samples
 * @param <S> the state of the predictor
 */
public record PredictorCorrector<S>(DiffusionSampling<S> predictor, int corrections, double rate)
        implements DiffusionSampling<S> {
    /** Refuses values out of range. */
    public PredictorCorrector {
        if (corrections < 1 || !(rate > 0 && rate < 1)) {
            throw new IllegalArgumentException(corrections + " corrections at rate " + rate
                    + ": expected 1 or more, and a rate above 0 and below 1");
        }
    }

    @Override
    public TimeGrid grid() {
        return predictor.grid();
    }

    @Override
    public double[] numbers(int step) {
        return predictor.numbers(step);
    }

    @Override
    public S start(Tensor x) {
        return predictor.start(x);
    }

    @Override
    public Tensor data(S state) {
        return predictor.data(state);
    }

    @Override
    public S with(S state, Tensor x) {
        return predictor.with(state, x);
    }

    @Override
    public S update(Denoiser denoiser, S state, Move move, Noise noise) {
        S moved = predictor.update(denoiser, state, move, noise);
        Tensor x = predictor.data(moved);
        for (int i = 0; i < corrections; i++) {
            Tensor pull = denoiser.denoise(x, Levels.of(move.next(), x)).sub(x).mul(rate);
            Tensor fresh = noise.normal(x.shape().dims()).mul(move.next().mul(Math.sqrt(2 * rate)));
            x = x.add(pull).add(fresh);
        }
        return predictor.with(moved, x);
    }
}
