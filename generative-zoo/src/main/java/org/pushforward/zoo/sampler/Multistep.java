package org.pushforward.zoo.sampler;

import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.Levels;

/**
 * DPM-Solver++(2M), of order 2 with one denoiser call for each level, because it reuses the previous call:
 *
 * <pre>
 * E = (1 + c) D(x, sigma) - c D_before,   c = h / (2 h_before),   h = log(sigma / next)
 * x := (next / sigma) x + (1 - next / sigma) E
 * </pre>
 *
 * <p>The first step has no previous call and is an Euler step, c = 0. Lu, Zhou, Bao, Chen, Li and Zhu, <i>DPM-Solver++: fast solver for
 * guided
 * sampling of diffusion probabilistic models</i>, 2022, algorithm 2.
 *
 * @param grid the noise levels
 */
public record Multistep(TimeGrid grid) implements DiffusionSampling<Multistep.History> {
    /**
     * The data and the denoised data of the previous level.
     *
     * @param x the data
     * @param denoised D at the previous level, or zero at the start
     */
    public record History(Tensor x, Tensor denoised) {}

    @Override
    public History start(Tensor x) {
        return new History(x, x.zerosLike());
    }

    @Override
    public Tensor data(History state) {
        return state.x();
    }

    @Override
    public History with(History state, Tensor x) {
        return new History(x, state.denoised());
    }

    /** Returns c. */
    @Override
    public double[] numbers(int step) {
        if (step == 0) {
            return new double[] {0};
        }
        double before = Math.log(grid.level(step - 1) / grid.level(step));
        return new double[] {Math.log(grid.level(step) / grid.level(step + 1)) / (2 * before)};
    }

    @Override
    public History update(Denoiser denoiser, History state, Move move, Noise noise) {
        Tensor x = state.x();
        Tensor c = move.numbers().get(0);
        Tensor denoised = denoiser.denoise(x, Levels.of(move.sigma(), x));
        Tensor estimate = denoised.add(denoised.sub(state.denoised()).mul(c));
        Tensor ratio = move.next().div(move.sigma());
        return new History(estimate.add(x.sub(estimate).mul(ratio)), denoised);
    }
}
