package org.pushforward.zoo.sampler;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.random.Noise;
import org.pushforward.zoo.score.Denoiser;

/**
 * Heun's method with fresh noise. Before a step from a level sigma it raises the level by a factor:
 *
 * <pre>
 * raised = (1 + growth) sigma,   x := x + noiseScale sqrt(raised^2 - sigma^2) z,   then Heun's step from raised to next
 * </pre>
 *
 * <p>A deterministic sampler keeps any error of its start. For a posterior, whose mean is not that of the prior, the start is wrong by
 * the difference of the two, relative to the highest level. Fresh noise removes this error, and steps at high levels are so accurate that
 * it costs no precision: {@link #above}. Use that sampler for posteriors.
 *
 * <p>Fresh noise at lower levels removes errors of a learned denoiser, too, but needs more steps for the same precision:
 * {@link #throughout}. A learned denoiser removes a little too little or too much of the noise, which a noise scale corrects. With an exact
 * denoiser, the scale is 1.
 *
 * <p>Karras, Aittala, Aila and Laine, <i>Elucidating the design space of diffusion-based generative models</i>, 2022, algorithm 2.
 *
 * @param grid the noise levels
 * @param growth the growth of a level, from 0 to sqrt(2) - 1
 * @param lowest the lowest level that is raised, S_tmin in the paper
 * @param noiseScale the deviation of the fresh noise divided by that which belongs to the raised level, from 0.5 to 1.5, S_noise in the
 *     paper
 */
public record ChurnedHeun(TimeGrid grid, double growth, double lowest, double noiseScale) implements OneStepSampling {
    /** The paper's bound: a step may double the variance of the noise. */
    private static final double LARGEST = Math.sqrt(2) - 1;

    /** The sum of the growths of all steps, S_churn in the paper. */
    private static final double CHURN = 20;

    private static final double FRESH_ABOVE = 3;
    /** The paper's choice for images. */
    private static final double FRESH_THROUGHOUT = 0.05;

    /** Refuses values out of range. */
    public ChurnedHeun {
        if (!(growth >= 0 && growth <= LARGEST && lowest >= 0)) {
            throw new IllegalArgumentException("levels of " + lowest + " or more raised by " + growth
                    + ": expected a level of 0 or more and a growth from 0 to sqrt(2) - 1");
        }
        if (!(noiseScale >= 0.5 && noiseScale <= 1.5)) {
            throw new IllegalArgumentException(
                    "scale of fresh noise = " + noiseScale + ": expected a number from 0.5 to 1.5");
        }
    }

    /**
     * Returns the sampler for data with a standard deviation. It raises levels above three deviations by 20 / steps, or as far as the paper
     * allows. Since the growth falls with the number of steps, the method keeps its order 2.
     *
     * @param deviation the standard deviation of the data, positive
     */
    public static ChurnedHeun above(TimeGrid grid, double deviation) {
        return fresh(grid, FRESH_ABOVE * deviation, 1);
    }

    /**
     * Returns the sampler that raises levels above a twentieth of the standard deviation of the data by 20 / steps, or as far as the paper
     * allows.
     *
     * @param deviation the standard deviation of the data, positive
     * @param noiseScale the scale of the fresh noise, 1 for an exact denoiser
     */
    public static ChurnedHeun throughout(TimeGrid grid, double deviation, double noiseScale) {
        return fresh(grid, FRESH_THROUGHOUT * deviation, noiseScale);
    }

    private static ChurnedHeun fresh(TimeGrid grid, double lowest, double noiseScale) {
        return new ChurnedHeun(grid, Math.min(CHURN / grid.steps(), LARGEST), lowest, noiseScale);
    }

    /**
     * Returns the raised level and the deviation of the fresh noise. The highest level is never raised, because networks are not trained
     * above it.
     */
    @Override
    public double[] numbers(int step) {
        double sigma = grid.level(step);
        double raised = sigma < lowest ? sigma : Math.min((1 + growth) * sigma, grid.level(0));
        return new double[] {raised, noiseScale * Math.sqrt(raised * raised - sigma * sigma)};
    }

    @Override
    public Tensor update(Denoiser denoiser, Tensor x, Move move, Noise noise) {
        Tensor raised = move.numbers().get(0);
        Tensor fresh = OneStepSampling.noiseLike(noise, x).mul(move.numbers().get(1));
        return new Heun(grid).update(denoiser, x.add(fresh), new Move(raised, move.next(), List.of()), noise);
    }
}
