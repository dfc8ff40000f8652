package org.pushforward.zoo.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;

class ChurnedHeunTest {
    private static final Shape SAMPLE = Shape.of(1);
    private static final Moments MOMENTS = new Moments(0, 1);
    private static final double LOWEST = 0.02;

    private static TimeGrid grid(int steps) {
        return TimeGrid.karras(LOWEST, 20, 7, steps);
    }

    /** Returns the moments of samples of N(mean, variance) whose start assumes the mean 0. */
    private static Chain.Marginals marginals(OneStepSampling sampling, double mean, double variance) {
        Moments assumed = new Moments(0, Math.sqrt(variance));
        return Chain.marginals(sampling.of(GaussianDenoiser.of(SAMPLE, mean, variance), SAMPLE, assumed));
    }

    @Test
    void withoutGrowthItIsHeunsMethod() {
        Denoiser denoiser = (x, sigma) -> x.div(sigma.square().add(1)).tanh();
        HostArray noise = RandomKey.of(4).normal(Shape.of(6, 1)).cast(DType.F64);
        HostArray churned = Chain.of(new ChurnedHeun(grid(9), 0, 0, 1).of(denoiser, SAMPLE, MOMENTS))
                .run(noise, RandomKey.of(5));
        HostArray plain =
                Chain.of(new Heun(grid(9)).of(denoiser, SAMPLE, MOMENTS)).run(noise);
        assertThat(churned.toDoubles()).containsExactly(plain.toDoubles(), within(1e-12));
    }

    /** Fresh noise of the variance raised^2 - sigma^2 keeps the distribution at each level, so only Heun's error of order 2 is left. */
    @Test
    void theVarianceConvergesWithOrderTwo() {
        double[] errors = new double[3];
        for (int i = 0; i < errors.length; i++) {
            Chain.Marginals found = marginals(ChurnedHeun.above(grid(80 << i), 0.1), 0, 0.25);
            errors[i] = found.variance()[0] - 0.25;
        }
        assertThat((errors[0] - errors[1]) / (errors[1] - errors[2])).isBetween(3.3, 4.7);
        // Extrapolated to infinitely many steps. The end treats noise of the lowest level as data: an error of its
        // variance at most.
        double limit = errors[2] - (errors[1] - errors[2]) / 3;
        assertThat(Math.abs(limit)).as("%s", Arrays.toString(errors)).isLessThan(LOWEST * LOWEST);
    }

    /** At levels far above the data, each raise moves the noise halfway to the scale, and the flow below is linear. */
    @Test
    void theDeviationOfSamplesFollowsTheNoiseScale() {
        double deviation = 0.05;
        ChurnedHeun scaled = new ChurnedHeun(grid(80), Math.sqrt(2) - 1, 40 * deviation, 0.9);
        ChurnedHeun exact = new ChurnedHeun(grid(80), Math.sqrt(2) - 1, 40 * deviation, 1);
        double ratio = marginals(scaled, 0, deviation * deviation).variance()[0]
                / marginals(exact, 0, deviation * deviation).variance()[0];
        // The data are 1 / 40^2 of the variance at the lowest raised level.
        assertThat(ratio).isCloseTo(0.9 * 0.9, within(1e-3));
    }

    @Test
    void freshNoiseThroughoutReachesATwentiethOfTheDeviation() {
        ChurnedHeun sampler = ChurnedHeun.throughout(grid(50), 2, 0.98);
        assertThat(sampler).isEqualTo(new ChurnedHeun(grid(50), 0.4, 0.1, 0.98));
        double[] errors = new double[3];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = marginals(ChurnedHeun.throughout(grid(100 << i), 0.5, 1), 0, 0.25)
                    .variance()[0];
        }
        assertThat((errors[0] - errors[1]) / (errors[1] - errors[2])).isBetween(3.3, 4.7);
        assertThat(errors[2]).isCloseTo(0.25, within(5e-3));
    }

    /** The start is N(0, 1 + 20^2), but at that level the data have the mean 6. A deterministic sampler keeps a part of the error. */
    @Test
    void freshNoiseForgetsTheStart() {
        TimeGrid grid = grid(100);
        double kept = 6 - marginals(new Heun(grid), 6, 1).mean()[0];
        double forgotten = 6 - marginals(ChurnedHeun.above(grid, 1), 6, 1).mean()[0];
        // Heun's method multiplies the error of the start by 1 / sqrt(1 + 20^2).
        assertThat(kept).isCloseTo(6 / Math.sqrt(401), within(0.01));
        assertThat(Math.abs(forgotten)).isLessThan(kept / 20);
    }

    @Test
    void levelsAreRaisedFromTheLowestOnButNotAboveTheHighest() {
        TimeGrid grid = grid(10);
        ChurnedHeun sampler = new ChurnedHeun(grid, 0.25, grid.level(4), 1);
        for (int step = 0; step < 10; step++) {
            double sigma = grid.level(step);
            double raised = step > 4 ? sigma : Math.min(1.25 * sigma, 20);
            double[] numbers = sampler.numbers(step);
            assertThat(numbers[0]).isCloseTo(raised, within(1e-12));
            assertThat(numbers[1] * numbers[1]).isCloseTo(raised * raised - sigma * sigma, within(1e-9));
        }
    }

    @ParameterizedTest
    @CsvSource({"10, 0.41421356", "100, 0.2", "1000, 0.02"})
    void theUsualGrowthIsTwentyOverTheStepsAsFarAsAllowed(int steps, double growth) {
        ChurnedHeun sampler = ChurnedHeun.above(grid(steps), 0.5);
        assertThat(sampler.growth()).isCloseTo(growth, within(1e-8));
        assertThat(sampler.lowest()).isEqualTo(1.5);
    }

    @Test
    void refusesNumbersOutOfRange() {
        TimeGrid grid = grid(5);
        assertThat(new ChurnedHeun(grid, Math.sqrt(2) - 1, 0, 1).lowest()).isZero();
        for (double growth : new double[] {-1e-9, 0.415, Double.NaN}) {
            assertThatThrownBy(() -> new ChurnedHeun(grid, growth, 0, 1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("raised by " + growth);
        }
        assertThatThrownBy(() -> new ChurnedHeun(grid, 0.1, -1, 1)).hasMessageContaining("levels of -1.0 or more");
        assertThat(new ChurnedHeun(grid, 0.1, 0, 0.5).noiseScale()).isEqualTo(0.5);
        assertThat(new ChurnedHeun(grid, 0.1, 0, 1.5).noiseScale()).isEqualTo(1.5);
        for (double scale : new double[] {0.499, 1.501, Double.NaN}) {
            assertThatThrownBy(() -> new ChurnedHeun(grid, 0.1, 0, scale))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("scale of fresh noise = " + scale + ": expected a number from 0.5 to 1.5");
        }
    }
}
