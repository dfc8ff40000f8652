package org.pushforward.benchmark.infer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.FittedKrigingPosterior;
import org.pushforward.benchmark.infer.method.FullBayesPosterior;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.FieldSimulator;

class GaugeWarningsTest {
    private static final FieldScale STANDARD = new FieldScale(0, 1);
    private static final Grid GRID = Grid.of(32, 32);

    /** Returns 30 gauges of a field of the prior, in standard units times a factor. */
    private static double[] values(double factor) {
        double[] field = new FieldSimulator(new FieldPrior(), 32, 32)
                .sample(1, RandomKey.of(3))
                .toDoubles();
        return Arrays.stream(cells()).mapToDouble(cell -> factor * field[cell]).toArray();
    }

    private static int[] cells() {
        return Arrays.copyOf(RandomKey.of(4).permutation(1024), 30);
    }

    private static List<String> warnings(double[] values, double noise, FieldScale scale, boolean stated) {
        double[] variances = new double[values.length];
        Arrays.fill(variances, noise * noise);
        int[] some = Arrays.copyOf(cells(), values.length);
        GaugedField field = new GaugedField(
                GRID,
                Measurements.withNoise(GRID.places().select(some), values, variances),
                FieldUnits.plain(),
                scale,
                Optional.empty());
        return GaugeWarnings.of(field, new CovarianceSettings(), stated, "mm", RandomKey.of(5));
    }

    @Test
    void gaugesOfThePriorGiveNoWarning() {
        assertThat(warnings(values(1), 0, STANDARD, true)).isEmpty();
        assertThat(warnings(values(1), 0, FieldScale.of(values(1)), false)).isEmpty();
    }

    @Test
    void aUnitThatIsWrongForAllGaugesShowsIfTheScaleWasStated() {
        assertThat(warnings(values(1000), 0, STANDARD, true))
                .anySatisfy(warning -> assertThat(warning).contains("their standard deviation is"));
        double[] far = Arrays.stream(values(1)).map(v -> v + 1000).toArray();
        assertThat(warnings(far, 0, STANDARD, true))
                .anySatisfy(warning -> assertThat(warning).startsWith("the mean of the gauges is"));
    }

    @Test
    void aUnitThatIsWrongForOneGaugeShowsAlways() {
        double[] values = values(1);
        values[7] = 1000;
        assertThat(warnings(values, 0, FieldScale.of(values), false))
                .anySatisfy(warning -> assertThat(warning).contains("measured 1000 mm"));
    }

    @Test
    void noiseAboveTheDeviationOfTheFieldShows() {
        assertThat(warnings(values(1), 1000, STANDARD, true))
                .anySatisfy(warning -> assertThat(warning).startsWith("the noise of a gauge is"));
    }

    @Test
    void twoGaugesDoNotDetermineTheScale() {
        double[] two = {3, 5};
        assertThat(warnings(two, 0, FieldScale.of(two), false))
                .anySatisfy(warning -> assertThat(warning).contains("2 gauges do not determine the scale"));
    }

    /** One gauge far away makes the cells so large that all others share one. */
    @Test
    void gaugesThatShareOneCellShow() {
        Grid wide = new Grid(1, 32, 0, 0, 1000, -1000);
        double[] x = {1, 2, 3, 4, 5, 31_000};
        GaugedField field = new GaugedField(
                wide,
                Measurements.of(Places.of(x, new double[6]), 1, 2, 0, 1, 3, 2),
                FieldUnits.plain(),
                STANDARD,
                Optional.empty());
        assertThat(GaugeWarnings.of(field, new CovarianceSettings(), true, "mm", RandomKey.of(5)))
                .anySatisfy(warning ->
                        assertThat(warning).contains("5 of 6 gauges are in one cell of the map, with side 1000"));
    }

    @Test
    void likelihoodsOfTooManyGaugesAreAnObstacle() {
        Grid large = Grid.of(40, 40);
        GaugedField field = new GaugedField(
                large,
                Measurements.of(large.places(), new double[1600]),
                FieldUnits.plain(),
                STANDARD,
                Optional.empty());
        assertThat(new FullBayesPosterior(new MethodSettings.FullBayes(), new CovarianceSettings()).obstacle(field))
                .hasValueSatisfying(
                        why -> assertThat(why).contains("1,600 gauges").contains("more than 1,000"));
        assertThat(new FittedKrigingPosterior("kriging", new CovarianceSettings()).obstacle(field))
                .isEmpty();
    }
}
