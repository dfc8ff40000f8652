package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Backends;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.model.DataType;
import org.pushforward.model.Model;
import org.pushforward.nn.ParameterValues;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trained;
import org.pushforward.zoo.family.DenoiserArchitecture;
import org.pushforward.zoo.family.Diffusion;
import org.pushforward.zoo.family.Gauges;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.prior.RainPrior;
import org.pushforward.zoo.field.transform.SquareRoot;
import org.pushforward.zoo.sampler.ChurnedHeun;

/**
 * A network whose parameters are all 0 makes the denoiser of white noise from N(0, 1) in standard units. Its posterior has a closed form: a
 * cell with a gauge of noise v is N(y / (1 + v), v / (1 + v)), and other cells are N(0, 1).
 */
class LearnedPosteriorTest {
    private static final int DRAWS = 600;
    private static final FieldScale SCALE = new FieldScale(10, 2);
    private static Backend backend;
    private static LearnedPrior prior;

    @BeforeAll
    static void open() {
        backend = Backends.open("onnx");
        prior = LearnedPrior.of("white noise", white(true));
    }

    /** A network that answers 0 to everything, and takes no kriging denoiser: they know correlations that white noise has not. */
    private static Trained<Model> white(boolean gauges) {
        Diffusion family = Diffusion.of(new DenoiserArchitecture.ConvolutionalDenoiser(List.of(4, 4), 1, 2, 6));
        Model model = (gauges ? family.seenAt(new Gauges()) : family).build(DataType.standard(Shape.of(1, 4, 4)));
        Map<String, HostArray> zeros = new LinkedHashMap<>();
        ParameterValues.initial(model.variables(), RandomKey.of(0))
                .byPath()
                .forEach((path, value) -> zeros.put(path, HostArray.zeros(value.type())));
        if (gauges) {
            float[] weights = new float[zeros.get("head.bias").size()];
            Arrays.fill(weights, 1, weights.length, -1f / (weights.length - 1));
            zeros.put("head.bias", HostArray.of(Shape.of(weights.length), weights));
        }
        return Trained.of(backend, model, new ParameterValues(zeros));
    }

    @AfterAll
    static void close() {
        prior.close();
        backend.close();
    }

    /** Returns a map of 3 x 4 cells, the last row of the window left out, with a gauge of 14 in the cell of row 1 and column 2. */
    private static GaugedField field(double variance) {
        Grid grid = new Grid(3, 4, 100, 50, 10, -10);
        Places place = Places.of(new double[] {120}, new double[] {40});
        return new GaugedField(
                grid,
                Measurements.withNoise(place, new double[] {14}, new double[] {variance}),
                FieldUnits.plain(),
                SCALE,
                Optional.empty());
    }

    private static Estimate cell(FieldForecast forecast, int cell) {
        double[] own = new double[DRAWS];
        for (int k = 0; k < DRAWS; k++) {
            own[k] = forecast.draws().get(k * 12 + cell);
        }
        return Estimate.of(own);
    }

    /** With y = (14 - 10) / 2 and v = 1 / 4 the gauged cell is N(2 / 1.25, 0.2) in standard units. */
    @Test
    void momentMatchingIsExactForWhiteNoise() {
        GuidedPosterior method = momentMatching(1);
        FieldForecast forecast = method.given(field(1), DRAWS, RandomKey.of(1), new Cancellation());
        assertThat(forecast.draws().shape()).isEqualTo(Shape.of(DRAWS, 3, 4));
        assertThat(forecast.notes()).isEmpty();
        Estimate gauged = cell(forecast, 6);
        Estimate other = cell(forecast, 0);
        // Four standard errors of 600 draws, and the error of 20 steps, which is below 2 %.
        assertThat(gauged.mean()).isCloseTo(10 + 2 * 1.6, within(0.2));
        assertThat(gauged.standardDeviation()).isCloseTo(2 * Math.sqrt(0.2), within(0.13));
        assertThat(other.mean()).isCloseTo(10, within(0.35));
        assertThat(other.standardDeviation()).isCloseTo(2, within(0.28));
    }

    @Test
    void exactGaugesGetTheNoiseThatGuidanceNeeds() {
        for (MethodSettings.Guided settings : new MethodSettings.Guided[] {
            new MethodSettings.MomentMatching(20, 2, 1), new MethodSettings.DataAssimilation(20, 1)
        }) {
            GuidedPosterior method = new GuidedPosterior("guided", () -> prior, settings);
            FieldForecast forecast = method.given(field(0), DRAWS, RandomKey.of(1), new Cancellation());
            assertThat(forecast.notes()).singleElement().asString().contains("noise of 0.02");
            // The posterior deviation is 0.04, and data assimilation with gamma = 1 shrinks the mean by a few percent.
            assertThat(cell(forecast, 6).mean()).isCloseTo(14, within(0.4));
        }
    }

    /** DPS ignores the prior where a gauge is precise: the gauged cell is at the gauge, with less spread than the 0.04 of the posterior. */
    @Test
    void diffusionPosteriorSamplingIsStableAndTooSure() {
        GuidedPosterior method = new GuidedPosterior("DPS", () -> prior, new MethodSettings.PosteriorGradient(25));
        FieldForecast forecast = method.given(field(0), DRAWS, RandomKey.of(1), new Cancellation());
        assertThat(forecast.notes()).singleElement().asString().contains("noise of 0.02");
        assertThat(cell(forecast, 6).mean()).isCloseTo(14, within(0.05));
        assertThat(cell(forecast, 6).standardDeviation()).isLessThan(0.03);
        assertThat(cell(forecast, 0).standardDeviation()).isCloseTo(2, within(0.28));
    }

    /** As moment matching; 8 clouds of 75 particles are worth fewer independent draws, so the tolerances are wider. */
    @Test
    void twistedParticlesHaveThePosterior() {
        TwistedPosterior method = new TwistedPosterior("twisted", () -> prior, new MethodSettings.Twisted(20, 8, 75));
        FieldForecast forecast = method.given(field(1), DRAWS, RandomKey.of(1), new Cancellation());
        assertThat(forecast.draws().shape()).isEqualTo(Shape.of(DRAWS, 3, 4));
        assertThat(forecast.notes())
                .singleElement()
                .asString()
                .containsPattern("of the 75 particles of a cloud, [3-7]\\d\\.\\d are effective");
        assertThat(cell(forecast, 6).mean()).isCloseTo(10 + 2 * 1.6, within(0.3));
        assertThat(cell(forecast, 6).standardDeviation()).isCloseTo(2 * Math.sqrt(0.2), within(0.2));
        assertThat(cell(forecast, 0).mean()).isCloseTo(10, within(0.5));
        assertThat(cell(forecast, 0).standardDeviation()).isCloseTo(2, within(0.4));
        assertThatThrownBy(() -> method.given(field(1), 601, RandomKey.of(1), new Cancellation()))
                .hasMessageContaining("601 draws from 8 clouds of 75 particles");
    }

    @Test
    void theAmortizedPosteriorAgreesWithExactGauges() {
        AmortizedPosterior method = amortized(10, 1);
        FieldForecast forecast = method.given(field(0), DRAWS, RandomKey.of(1), new Cancellation());
        assertThat(cell(forecast, 6).mean()).isCloseTo(14, within(1e-4));
        assertThat(cell(forecast, 6).standardDeviation()).isCloseTo(0, within(1e-4));
        assertThat(cell(forecast, 0).standardDeviation()).isGreaterThan(0.5);
    }

    private AmortizedPosterior amortized(int steps, double noiseScale) {
        return new AmortizedPosterior("amortized", () -> prior, new MethodSettings.Amortized(steps, noiseScale));
    }

    private GuidedPosterior momentMatching(double noiseScale) {
        return new GuidedPosterior("MMPS", () -> prior, new MethodSettings.MomentMatching(20, 2, noiseScale));
    }

    /** The range of the prior is in cells, and that of full Bayes grows with the map. */
    @Test
    void aMapOfAnotherSizeThanThatOfTheTrainingGetsANote() {
        try (LearnedPrior contained = LearnedPrior.shipped(backend)) {
            assertThat(contained.notes(Grid.of(20, 32))).isEmpty();
            assertThat(contained.notes(Grid.of(8, 16)))
                    .singleElement()
                    .asString()
                    .contains("median range of 16 cells on any map")
                    .contains("one of 8.00 cells on this map, whose longer side has 16 instead of 32 cells");
        }
        assertThat(prior.notes(Grid.of(3, 4))).isEmpty();
    }

    @Test
    void theSamplerOfTheContainedPriorIsThatOfTheLibrary() {
        MethodSettings.Amortized usual = new MethodSettings.Amortized();
        try (LearnedPrior contained = LearnedPrior.shipped(backend)) {
            ChurnedHeun sampling = contained.sampling(usual.steps(), usual.noiseScale());
            ChurnedHeun library = RainPrior.POSTERIOR_SAMPLING;
            assertThat(sampling.growth()).isEqualTo(library.growth());
            assertThat(sampling.lowest()).isEqualTo(library.lowest());
            assertThat(sampling.noiseScale()).isEqualTo(library.noiseScale());
            // The model's own levels are in deviations of the fields that it was built for, which is 0.9987.
            assertThat(sampling.grid().levels())
                    .usingElementComparator((a, b) -> Math.abs(a - b) < 0.002 * b ? 0 : 1)
                    .isEqualTo(library.grid().levels());
        }
    }

    @Test
    void lessFreshNoiseMakesLearnedPosteriorsNarrower() {
        assertNarrower(amortized(20, 1), amortized(20, 0.8));
        assertNarrower(momentMatching(1), momentMatching(0.8));
    }

    private void assertNarrower(FieldPosterior whole, FieldPosterior less) {
        double wide = cell(whole.given(field(1), DRAWS, RandomKey.of(1), new Cancellation()), 0)
                .standardDeviation();
        double narrow = cell(less.given(field(1), DRAWS, RandomKey.of(1), new Cancellation()), 0)
                .standardDeviation();
        assertThat(narrow).isBetween(0.6 * wide, 0.9 * wide);
    }

    /** White noise stays white noise when 2 x 1 windows of 4 x 4 cells make up a map of 6 x 4 cells. */
    @Test
    void aLargerMapIsMadeOfWindows() {
        Grid grid = new Grid(6, 4, 100, 50, 10, -10);
        GaugedField small = field(1);
        GaugedField large = new GaugedField(grid, small.gauges(), small.units(), small.scale(), Optional.empty());
        for (FieldPosterior method : List.of(momentMatching(1), amortized(20, 1))) {
            FieldForecast forecast = method.given(large, DRAWS, RandomKey.of(1), new Cancellation());
            assertThat(forecast.draws().shape()).isEqualTo(Shape.of(DRAWS, 6, 4));
            assertThat(forecast.notes()).singleElement().asString().contains("2 overlapping windows of 4 x 4 cells");
            // The last cell is only in the second window, and far from the gauge.
            assertThat(forecast.cells().mean()[6]).isGreaterThan(12);
            assertThat(forecast.cells().deviation()[6])
                    .isLessThan(forecast.cells().deviation()[23]);
        }
    }

    /** The square of a negative value is 0, so that a diverged draw would look like no rain. */
    @Test
    void aDrawThatIsNotFiniteIsRefused() {
        GaugedField plain = field(1);
        FieldUnits squares = new FieldUnits(Optional.of(new SquareRoot()));
        GaugedField field = new GaugedField(plain.grid(), plain.gauges(), squares, plain.scale(), Optional.empty());
        double[] drawn = new double[2 * 16];
        // The last row of the window is not in the map.
        drawn[16 + 12] = Double.NaN;
        assertThat(prior.inData(HostArray.wrap(Shape.of(2, 1, 4, 4), drawn), field)
                        .get(0))
                .isCloseTo(100, within(1e-9));
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            drawn[16 + 6] = bad;
            assertThatThrownBy(() -> prior.inData(HostArray.wrap(Shape.of(2, 1, 4, 4), drawn), field))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("draw 2 of 2 is " + bad + " in the cell of row 2, column 3")
                    .hasMessageContaining("more 'steps'");
        }
    }

    @Test
    void aMapOfTooManyWindowsIsAnObstacle() {
        assertThat(prior.obstacle(Grid.of(4, 4))).isEmpty();
        assertThat(prior.obstacle(Grid.of(6, 4))).isEmpty();
        assertThat(prior.obstacle(Grid.of(40, 40))).hasValueSatisfying(why -> assertThat(why)
                .contains("40 x 40 cells, which takes 361 windows")
                .contains("larger 'cell'"));
    }

    @Test
    void aModelWithoutGaugesIsRefused() {
        assertThatThrownBy(() -> LearnedPrior.of("runs/other", white(false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("model of runs/other: expected a diffusion model with 'gauges'");
    }
}
