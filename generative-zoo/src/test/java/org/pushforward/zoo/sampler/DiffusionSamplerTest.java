package org.pushforward.zoo.sampler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pushforward.data.Context;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Sampler;
import org.pushforward.sample.StepInput;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;
import org.pushforward.zoo.score.Denoiser;
import org.pushforward.zoo.score.DiffusionModel.Moments;
import org.pushforward.zoo.score.GaussianDenoiser;
import org.pushforward.zoo.score.VarianceExploding;
import org.pushforward.zoo.score.VariancePreserving;

/** Checks samplers on Gaussian data with the exact denoiser, where each sampler is an affine map of its noise (P1-P4). */
class DiffusionSamplerTest {
    private static final double MEAN = 0.7;
    private static final double DEVIATION = 0.3;
    private static final double VARIANCE = DEVIATION * DEVIATION;
    private static final GaussianDenoiser DENOISER = GaussianDenoiser.of(Shape.of(1), MEAN, VARIANCE);
    private static final Shape LINE = Shape.of(1);

    /** Differs from the moments of the data, so that the start affects the result. */
    private static final Moments START = new Moments(0.2, 0.5);

    /** A distribution of one coordinate. */
    private record Normal(double mean, double variance) {
        Normal affine(double gain, double spread) {
            return new Normal(MEAN + gain * (mean - MEAN), gain * gain * variance + spread * spread);
        }
    }

    /** Returns the fraction of a deviation from the mean that the denoiser keeps. */
    private static double kept(double sigma) {
        return VARIANCE / (VARIANCE + sigma * sigma);
    }

    static Stream<TimeGrid> grids() {
        return IntStream.of(2, 7, 40)
                .boxed()
                .flatMap(steps -> Stream.of(
                        TimeGrid.karras(0.002, 10, 7, steps),
                        TimeGrid.uniform(VariancePreserving.standard(), steps),
                        TimeGrid.uniform(new VarianceExploding(0.01, 50), steps)));
    }

    /** One step of a recursion from the distribution at sigma to that at next. */
    @FunctionalInterface
    private interface Recursion {
        Normal next(Normal x, double sigma, double next);
    }

    private static Normal predicted(Recursion recursion, TimeGrid grid) {
        Normal x = new Normal(START.mean(), START.variance() + grid.level(0) * grid.level(0));
        for (int i = 0; i < grid.steps(); i++) {
            x = recursion.next(x, grid.level(i), grid.level(i + 1));
        }
        return x;
    }

    private static Chain.Gaussian distribution(DiffusionSampling<?> sampling, Moments moments) {
        return Chain.of(sampling.of(DENOISER, LINE, moments)).distribution();
    }

    private static void assertFollows(DiffusionSampling<?> sampling, Recursion recursion) {
        Normal expected = predicted(recursion, sampling.grid());
        Chain.Gaussian actual = distribution(sampling, START);
        assertThat(actual.mean()[0]).isCloseTo(expected.mean, within(1e-10));
        assertThat(actual.variance()).isCloseTo(expected.variance, within(1e-10));
    }

    private static Normal euler(Normal x, double s, double t) {
        return x.affine(1 + (t - s) * s / (VARIANCE + s * s), 0);
    }

    private static Normal ancestral(Normal x, double s, double t) {
        double lost = 1 - t * t / (s * s);
        return x.affine(1 - lost * (1 - kept(s)), t * Math.sqrt(lost));
    }

    @ParameterizedTest
    @MethodSource("grids")
    void eulerFollowsItsRecursion(TimeGrid grid) {
        assertFollows(new Euler(grid), DiffusionSamplerTest::euler);
    }

    @ParameterizedTest
    @MethodSource("grids")
    void heunFollowsItsRecursion(TimeGrid grid) {
        assertFollows(new Heun(grid), (x, s, t) -> {
            double d = s / (VARIANCE + s * s);
            double euler = 1 + (t - s) * d;
            double e = euler * t / (VARIANCE + t * t);
            return x.affine(t == 0 ? euler : 1 + (t - s) * (d + e) / 2, 0);
        });
    }

    /** The variance of the last step must be that of q(x_next | x, x_0), not sigma^2 - next^2, which would leave noise (E8). */
    @ParameterizedTest
    @MethodSource("grids")
    void ancestralFollowsItsRecursion(TimeGrid grid) {
        assertFollows(new Ancestral(grid), DiffusionSamplerTest::ancestral);
    }

    /** The paper's x_t = (sigma_t / sigma_s) x_s - (e^-h - 1) ((1 + 1/2r) D_s - 1/2r D_before), r = h_before / h. */
    @ParameterizedTest
    @MethodSource("grids")
    void multistepFollowsItsRecursion(TimeGrid grid) {
        double offset = START.mean() - MEAN;
        double gain = Math.sqrt(START.variance() + grid.level(0) * grid.level(0));
        double offsetBefore = 0;
        double gainBefore = 0;
        double h = 0;
        for (int i = 0; i + 1 < grid.steps(); i++) {
            double s = grid.level(i);
            double t = grid.level(i + 1);
            double hBefore = h;
            h = -Math.log(t) + Math.log(s);
            double share = i == 0 ? 0 : 0.5 / (hBefore / h);
            double offsetD = kept(s) * offset;
            double gainD = kept(s) * gain;
            double decay = Math.expm1(-h);
            offset = t / s * offset - decay * ((1 + share) * offsetD - share * offsetBefore);
            gain = t / s * gain - decay * ((1 + share) * gainD - share * gainBefore);
            offsetBefore = offsetD;
            gainBefore = gainD;
        }
        double last = kept(grid.level(grid.steps() - 1));
        Chain.Gaussian actual = distribution(new Multistep(grid), START);
        assertThat(actual.mean()[0]).isCloseTo(MEAN + last * offset, within(1e-10));
        assertThat(actual.variance()).isCloseTo(last * gain * last * gain, within(1e-10));
    }

    /** Each Langevin step is x + rate (D - x) + sqrt(2 rate) next z, so its gain is 1 - rate next^2 / (v + next^2). */
    private static Normal corrected(Normal x, double t, int corrections, double rate) {
        Normal y = x;
        for (int i = 0; i < corrections; i++) {
            y = y.affine(1 - rate * t * t / (VARIANCE + t * t), Math.sqrt(2 * rate) * t);
        }
        return y;
    }

    @ParameterizedTest
    @MethodSource("grids")
    void predictorCorrectorFollowsItsRecursion(TimeGrid grid) {
        assertFollows(
                new PredictorCorrector<>(new Euler(grid), 2, 0.3),
                (x, s, t) -> t == 0 ? euler(x, s, t) : corrected(euler(x, s, t), t, 2, 0.3));
        assertFollows(
                new PredictorCorrector<>(new Ancestral(grid), 1, 0.1),
                (x, s, t) -> t == 0 ? ancestral(x, s, t) : corrected(ancestral(x, s, t), t, 1, 0.1));
    }

    static Stream<Function<TimeGrid, DiffusionSampling<?>>> samplings() {
        return Stream.of(
                Euler::new,
                Heun::new,
                Multistep::new,
                Ancestral::new,
                grid -> new Ddim(grid, 0.5),
                // A large rate would add a bias in proportion.
                grid -> new PredictorCorrector<>(new Euler(grid), 1, 1e-4),
                grid -> new PredictorCorrector<>(new Multistep(grid), 2, 1e-4));
    }

    /** The error decreases when the number of levels doubles; for methods of order one it at least halves. */
    @ParameterizedTest
    @MethodSource("samplings")
    void samplersConvergeToTheDataOnEveryGrid(Function<TimeGrid, DiffusionSampling<?>> sampling) {
        for (IntFunction<TimeGrid> grid : List.<IntFunction<TimeGrid>>of(
                steps -> TimeGrid.karras(0.002, 10, 7, steps),
                steps -> TimeGrid.uniform(VariancePreserving.standard(), steps),
                steps -> TimeGrid.uniform(new VarianceExploding(0.002, 20), steps))) {
            double few = relativeError(sampling.apply(grid.apply(100)));
            double many = relativeError(sampling.apply(grid.apply(200)));
            assertThat(many).isLessThan(0.6 * few + 1e-4).isLessThan(0.12);
        }
    }

    private static double relativeError(DiffusionSampling<?> sampling) {
        Chain.Gaussian actual = distribution(sampling, new Moments(MEAN, VARIANCE));
        assertThat(actual.mean()[0]).isCloseTo(MEAN, within(1e-10));
        return Math.abs(actual.variance() / VARIANCE - 1);
    }

    /** P3: the highest level hides the data only partly. A start at N(0, sigma^2 I) would end at variance 0.9 (E7). */
    @Test
    void samplersBeginWithTheMomentsOfTheDataAtTheHighestLevel() {
        TimeGrid grid = TimeGrid.karras(0.002, 1, 7, 40);
        Sampler<Tensor> sampler = new Heun(grid).of(GaussianDenoiser.of(LINE, 5, 9), LINE, new Moments(5, 9));
        Chain.Gaussian actual = Chain.of(sampler).distribution();
        assertThat(actual.mean()[0]).isCloseTo(5, within(1e-10));
        assertThat(actual.variance()).isCloseTo(9, within(1e-3));
        TimeGrid narrow = TimeGrid.uniform(new VariancePreserving(0.1, 0.2), 400);
        Sampler<Tensor> ddim = new Ddim(narrow, 0).of(GaussianDenoiser.of(LINE, 0, 1), LINE, new Moments(0, 1));
        assertThat(Chain.of(ddim).distribution().variance()).isCloseTo(1, within(1e-3));
    }

    /** Checks the start before any step. */
    @Test
    void theInitialStateIsNormalWithBothVariances() {
        TimeGrid grid = TimeGrid.karras(0.002, 3, 7, 4);
        Chain.Gaussian begun =
                Chain.of(begun(new Euler(grid), new Moments(-2, 7))).distribution();
        assertThat(begun.mean()[0]).isEqualTo(-2);
        assertThat(begun.variance()).isCloseTo(7 + 9, within(1e-12));
    }

    private static Sampler<Tensor> begun(Euler euler, Moments moments) {
        Sampler<Tensor> whole = euler.of(DENOISER, LINE, moments);
        return new Sampler<>() {
            @Override
            public Shape event() {
                return LINE;
            }

            @Override
            public Tensor init(org.pushforward.random.Noise noise, int rows, Context context) {
                return whole.init(noise, rows, context);
            }

            @Override
            public Tensor result(Tensor state, Context context) {
                return state;
            }
        };
    }

    @Test
    void eulerIsOfOrderOne() {
        assertThat(order(Euler::new)).isCloseTo(1, within(0.15));
    }

    @Test
    void heunIsOfOrderTwo() {
        assertThat(order(Heun::new)).isCloseTo(2, within(0.15));
    }

    @Test
    void multistepIsOfOrderTwo() {
        assertThat(order(Multistep::new)).isCloseTo(2, within(0.15));
    }

    /**
     * Returns the slope of the log error against the log number of steps. The last step, which has order one in every sampler, is too small
     * to matter.
     */
    private static double order(Function<TimeGrid, DiffusionSampling<?>> sampling) {
        return Math.log(error(sampling, 128) / error(sampling, 256)) / Math.log(2);
    }

    private static double error(Function<TimeGrid, DiffusionSampling<?>> sampling, int steps) {
        TimeGrid grid = TimeGrid.karras(1e-5, 10, 7, steps);
        double variance =
                distribution(sampling.apply(grid), new Moments(MEAN, VARIANCE)).variance();
        return Math.abs(Math.sqrt(variance) - DEVIATION);
    }

    /** Heun's method with N levels takes 2 N - 1 calls, since the last step has order one; a multistep method takes one call per level. */
    @Test
    void samplersCallTheDenoiserAsOftenAsExpected() {
        TimeGrid grid = TimeGrid.karras(0.002, 10, 7, 64);
        assertThat(calls(new Euler(grid))).isEqualTo(64);
        assertThat(calls(new Ancestral(grid))).isEqualTo(64);
        assertThat(calls(new Ddim(grid, 0.5))).isEqualTo(64);
        assertThat(calls(new Multistep(grid))).isEqualTo(64);
        assertThat(calls(new Heun(grid))).isEqualTo(127);
        assertThat(calls(new PredictorCorrector<>(new Euler(grid), 2, 0.1))).isEqualTo(64 + 2 * 63);
    }

    private static <S> int calls(DiffusionSampling<S> sampling) {
        AtomicInteger calls = new AtomicInteger();
        Denoiser counting = (x, sigma) -> {
            calls.incrementAndGet();
            return DENOISER.denoise(x, sigma);
        };
        Sampler<S> sampler = sampling.of(counting, LINE, START);
        S state = sampling.start(Tensor.input("x", new TensorType(DType.F64, Shape.of(3, 1))));
        List<Tensor> numbers = IntStream.range(0, sampler.coefficients(0).length)
                .mapToObj(i -> Tensor.input("number." + i, new TensorType(DType.F64, Shape.scalar())))
                .toList();
        sampler.step(state, new StepInput(numbers, new Normals(), Context.none()));
        int inAStep = calls.getAndSet(0);
        sampler.result(state, Context.none());
        assertThat(sampler.coefficients(sampler.steps() - 1)[1]).isPositive();
        return sampler.steps() * inAStep + calls.get();
    }

    private record Normals() implements org.pushforward.random.Noise {
        @Override
        public Tensor normal(int... dims) {
            return Tensor.constant(RandomKey.of(1).normal(Shape.of(dims)).cast(DType.F64));
        }

        @Override
        public Tensor uniform(int... dims) {
            throw new AssertionError("no sampler asks for it");
        }
    }

    @Test
    void settingsOutOfRangeAreRefused() {
        TimeGrid grid = TimeGrid.karras(4);
        assertThatThrownBy(() -> TimeGrid.karras(0.002, 10, 7, 1)).hasMessageContaining("1 noise levels from 10.0");
        assertThatThrownBy(() -> TimeGrid.karras(2, 1, 7, 4)).hasMessageContaining("from 1.0 down to 2.0");
        assertThatThrownBy(() -> new TimeGrid(List.of(1.0, 2.0))).hasMessageContaining("noise level 2.0 behind 1.0");
        assertThatThrownBy(() -> new TimeGrid(List.of(1.0))).hasMessageContaining("expected 2 or more");
        assertThatThrownBy(() -> new PredictorCorrector<>(new Euler(grid), 0, 0.1))
                .hasMessageContaining("0 corrections at rate 0.1");
        assertThatThrownBy(() -> new PredictorCorrector<>(new Euler(grid), 1, 1))
                .hasMessageContaining("rate 1.0");
        assertThatThrownBy(() -> new Moments(0, -1)).hasMessageContaining("variance -1.0");
    }

    /** The paper's levels: the ends exactly, and the middle one of three by the formula. */
    @Test
    void karrasLevelsMatchThePaper() {
        TimeGrid grid = TimeGrid.karras(0.5, 32, 5, 3);
        assertThat(grid.level(0)).isCloseTo(32, within(1e-12));
        assertThat(grid.level(1)).isCloseTo(Math.pow((2 + Math.pow(0.5, 0.2)) / 2, 5), within(1e-12));
        assertThat(grid.level(2)).isCloseTo(0.5, within(1e-15));
        assertThat(grid.level(3)).isZero();
        double middle = (Math.pow(80, 1 / 7.0) + Math.pow(0.002, 1 / 7.0)) / 2;
        assertThat(TimeGrid.karras(3).levels())
                .satisfiesExactly(
                        level -> assertThat(level).isCloseTo(80, within(1e-11)),
                        level -> assertThat(level).isCloseTo(Math.pow(middle, 7), within(1e-12)),
                        level -> assertThat(level).isCloseTo(0.002, within(1e-15)));
        TimeGrid exploding = TimeGrid.uniform(new VarianceExploding(0.01, 100), 2);
        assertThat(exploding.level(0)).isCloseTo(100, within(1e-12));
        assertThat(exploding.level(1)).isCloseTo(1, within(1e-12));
        TimeGrid preserving = TimeGrid.uniform(VariancePreserving.standard(), 2);
        assertThat(preserving.level(0)).isCloseTo(Math.sqrt(Math.expm1(20.1 / 2)), within(1e-9));
        assertThat(preserving.level(1)).isCloseTo(Math.sqrt(Math.expm1(19.9 / 8 + 0.05)), within(1e-9));
    }
}
