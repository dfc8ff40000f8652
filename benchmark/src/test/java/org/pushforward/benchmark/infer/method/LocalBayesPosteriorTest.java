package org.pushforward.benchmark.infer.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.transform.SquareRoot;

class LocalBayesPosteriorTest {
    private static final Grid GRID = new Grid(4, 6, 100, 3, 10, -1);
    private static final int[] CELLS = {0, 5, 18, 23, 9, 14};
    private static final FieldScale SCALE = new FieldScale(10, 2);
    private static final LocalBayesPosterior METHOD =
            new LocalBayesPosterior(new MethodSettings.LocalBayes(2, 40, 50, 3));

    private static GaugedField field(FieldUnits units, double... values) {
        return new GaugedField(
                GRID, Measurements.of(GRID.places().select(CELLS), values), units, SCALE, Optional.empty());
    }

    private static FieldForecast forecast(GaugedField field, int draws) {
        return METHOD.given(field, draws, RandomKey.of(1), new Cancellation());
    }

    @Test
    void forecastsAgreeWithExactGauges() {
        double[] values = {9, 12, 11, 8, 10, 10.5};
        FieldForecast forecast = forecast(field(FieldUnits.plain(), values), 3);
        assertThat(forecast.draws().shape()).isEqualTo(Shape.of(3, 4, 6));
        for (int k = 0; k < CELLS.length; k++) {
            assertThat(forecast.cells().mean()[CELLS[k]]).isCloseTo(values[k], within(1e-6));
            assertThat(forecast.cells().deviation()[CELLS[k]]).isCloseTo(0, within(1e-3));
            assertThat(forecast.draws().get(24 + CELLS[k])).isCloseTo(values[k], within(1e-5));
        }
        assertThat(forecast.cells().deviation()[20]).isBetween(0.2, 2.5);
        assertThat(forecast.parameters()).singleElement().satisfies(each -> {
            assertThat(each.name()).isEqualTo("probability of change");
            assertThat(each.median()).isBetween(0.05, 0.95);
        });
    }

    /** The draws have the covariances of the mixture, so their moments agree within four standard errors. */
    @Test
    void drawsAgreeWithTheMixture() {
        FieldForecast forecast = forecast(field(FieldUnits.plain(), 9, 12, 11, 8, 10, 10.5), 400);
        double[] draws = forecast.draws().toDoubles();
        double[] own = new double[400];
        Arrays.setAll(own, k -> draws[k * 24 + 20]);
        double deviation = forecast.cells().deviation()[20];
        assertThat(Estimate.of(own).mean())
                .isCloseTo(forecast.cells().mean()[20], within(4 * deviation / Math.sqrt(400)));
        assertThat(Estimate.of(own).standardDeviation() / deviation).isBetween(0.8, 1.2);
    }

    @Test
    void forecastsAreInTheUnitOfTheData() {
        FieldForecast plain = forecast(field(FieldUnits.plain(), 9, 12, 11, 8, 10, 10.5), 2);
        FieldForecast squared =
                forecast(field(new FieldUnits(Optional.of(new SquareRoot())), 9, 12, 11, 8, 10, 10.5), 2);
        double median = plain.cells().quantile(0.5)[20];
        assertThat(squared.cells().quantile(0.5)[20]).isCloseTo(median * median, within(1e-6 * median * median));
        double drawn = plain.draws().get(20);
        assertThat(squared.draws().get(20)).isCloseTo(drawn * drawn, within(1e-9 * drawn * drawn));
    }

    /** Noise, scale and values in another unit give the same fields in that unit. */
    @Test
    void theUnitDoesNotMatter() {
        double[] standard = {-0.5, 1, 0.5, -1, 0, 0.25};
        double[] noise = {0.1, 0, 0.2, 0.3, 0, 0.1};
        FieldForecast inStandardUnits = forecast(noisy(new FieldScale(0, 1), standard, noise), 2);
        FieldForecast forecast = forecast(
                noisy(
                        SCALE,
                        Arrays.stream(standard).map(SCALE::value).toArray(),
                        Arrays.stream(noise).map(v -> 4 * v).toArray()),
                2);
        for (int cell = 0; cell < 24; cell++) {
            assertThat(forecast.draws().get(cell))
                    .isCloseTo(SCALE.value(inStandardUnits.draws().get(cell)), within(1e-9));
            assertThat(forecast.cells().mean()[cell])
                    .isCloseTo(SCALE.value(inStandardUnits.cells().mean()[cell]), within(1e-9));
            assertThat(forecast.cells().deviation()[cell])
                    .isCloseTo(2 * inStandardUnits.cells().deviation()[cell], within(1e-6));
        }
    }

    private static GaugedField noisy(FieldScale scale, double[] values, double[] noise) {
        Measurements gauges = Measurements.withNoise(GRID.places().select(CELLS), values, noise);
        return new GaugedField(GRID, gauges, FieldUnits.plain(), scale, Optional.empty());
    }

    @Test
    void theRangeGrowsWithTheMap() {
        assertThat(LocalBayesPosterior.prior(GRID)).isEqualTo(new FieldPrior().withRange(16 * 6 / 32.0));
        assertThat(LocalBayesPosterior.prior(Grid.of(32, 5))).isEqualTo(new FieldPrior());
    }

    @Test
    void chainsThatDisagreeGiveAWarning() {
        LocalBayesPosterior tooShort = new LocalBayesPosterior(new MethodSettings.LocalBayes(4, 4, 0, 1));
        assertThat(tooShort.given(
                                field(FieldUnits.plain(), 9, 12, 11, 8, 10, 10.5),
                                1,
                                RandomKey.of(2),
                                new Cancellation())
                        .notes())
                .singleElement()
                .asString()
                .contains("the chains disagree about the likelihood (R-hat ")
                .contains("of 'local-bayes'");
    }

    @Test
    void largeMapsAndManyGaugesAreObstacles() {
        GaugedField small = field(FieldUnits.plain(), 9, 12, 11, 8, 10, 10.5);
        assertThat(METHOD.obstacle(small)).isEmpty();
        GaugedField large = new GaugedField(
                new Grid(65, 64, 90, 64, 1, -1), small.gauges(), small.units(), SCALE, Optional.empty());
        assertThat(METHOD.obstacle(large))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("65 x 64 cells").contains("are for up to 4,096"));
        double[] x = new double[301];
        Arrays.setAll(x, k -> 100 + k / 10.0);
        double[] y = new double[301];
        GaugedField many =
                new GaugedField(GRID, Measurements.of(Places.of(x, y), x), FieldUnits.plain(), SCALE, Optional.empty());
        assertThat(METHOD.obstacle(many))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("there are 301 gauges").contains("more than 300"));
    }

    @Test
    void aMapThatIsTooLongIsAnObstacle() {
        Measurements gauge = Measurements.of(Places.of(new double[] {0}, new double[] {0}), 9);
        GaugedField strip =
                new GaugedField(new Grid(2, 2_001, 0, 0, 1, -1), gauge, FieldUnits.plain(), SCALE, Optional.empty());
        assertThat(METHOD.obstacle(strip))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("2 x 2001 cells").contains("2,000 along a side"));
        GaugedField shorter =
                new GaugedField(new Grid(2, 2_000, 0, 0, 1, -1), gauge, FieldUnits.plain(), SCALE, Optional.empty());
        assertThat(METHOD.obstacle(shorter)).isEmpty();
        assertThat(LocalBayesPosterior.prior(shorter.grid()).range()).isEqualTo(1_000);
    }

    /** All moves of these chains would take hours. */
    @Test
    void aStopInTheMiddleOfAChainEndsIt() {
        LocalBayesPosterior endless = new LocalBayesPosterior(new MethodSettings.LocalBayes(2, 50, 1_000_000, 60));
        GaugedField field = field(FieldUnits.plain(), 9, 12, 11, 8, 10, 10.5);
        Stops.assertStops(stop -> endless.given(field, 2, RandomKey.of(1), stop));
    }

    @Test
    void aStopEndsIt() {
        Cancellation stopped = new Cancellation();
        stopped.request();
        GaugedField field = field(FieldUnits.plain(), 9, 12, 11, 8, 10, 10.5);
        assertThatThrownBy(() -> METHOD.given(field, 2, RandomKey.of(1), stopped))
                .isInstanceOf(CancellationException.class);
    }
}
