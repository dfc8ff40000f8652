package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.covariance.PowerLaw;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.Structure;

class KrigingTest {
    private static final FieldCovariance COVARIANCE = Structure.of(new Exponential(), 2, 3);

    private static Places places(int count, long seed) {
        HostArray numbers = RandomKey.of(seed).uniform(Shape.of(2, count));
        double[] all = numbers.toDoubles();
        return Places.of(
                Arrays.stream(all, 0, count).map(u -> 10 * u).toArray(),
                Arrays.stream(all, count, 2 * count).map(u -> 10 * u).toArray());
    }

    private static double[] values(int count, long seed) {
        return RandomKey.of(seed).normal(Shape.of(count)).toDoubles();
    }

    private static Measurements gauges(int count, long seed) {
        return Measurements.of(places(count, seed), values(count, seed + 100));
    }

    private static void same(NormalPrediction actual, NormalPrediction expected, double tolerance) {
        for (int i = 0; i < expected.count(); i++) {
            assertThat(actual.mean()[i]).as("mean %s", i).isCloseTo(expected.mean()[i], within(tolerance));
            assertThat(actual.variance()[i]).as("variance %s", i).isCloseTo(expected.variance()[i], within(tolerance));
        }
    }

    @Test
    void simpleKrigingFromOneGaugeIsRegression() {
        Measurements gauge = Measurements.withNoise(
                Places.of(new double[] {0}, new double[] {0}), new double[] {5}, new double[] {0.5});
        NormalPrediction there =
                Kriging.of(COVARIANCE, Trend.known(1), gauge).predict(Places.of(new double[] {3}, new double[] {0}));
        double c = 2 * Math.exp(-1);
        assertThat(there.mean()[0]).isCloseTo(1 + c / 2.5 * 4, within(1e-14));
        assertThat(there.variance()[0]).isCloseTo(2 - c * c / 2.5, within(1e-14));
    }

    @Test
    void ordinaryKrigingFromTwoGaugesHasClosedFormWeights() {
        // w_1 = 1/2 + (g_2 - g_1) / (2 g_12), with semivariances g_i from gauge i to the place and g_12 between the
        // gauges.
        Measurements pair = Measurements.of(Places.of(new double[] {0, 4}, new double[] {0, 0}), 1, 3);
        Places there = Places.of(new double[] {1}, new double[] {2});
        double g1 = 2 - 2 * Math.exp(-Math.sqrt(5) / 3);
        double g2 = 2 - 2 * Math.exp(-Math.sqrt(13) / 3);
        double g12 = 2 - 2 * Math.exp(-4.0 / 3);
        double w1 = 0.5 + (g2 - g1) / (2 * g12);
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), pair);
        assertThat(kriging.predict(there).mean()[0]).isCloseTo(w1 + 3 * (1 - w1), within(1e-13));
        double variance = 2 * (w1 * g1 + (1 - w1) * g2) - 2 * w1 * (1 - w1) * g12;
        assertThat(kriging.predict(there).variance()[0]).isCloseTo(variance, within(1e-13));
    }

    @Test
    void universalKrigingIsALimitOfSimpleKriging() {
        // Universal kriging is the limit of simple kriging with tau^2 F F^T added to the covariance, as tau grows.
        Measurements gauges = gauges(25, 1);
        double vast = 1e5;
        FieldCovariance bayes = (x1, y1, x2, y2) -> COVARIANCE.between(x1, y1, x2, y2) + vast * (1 + x1 * x2 + y1 * y2);
        Places asked = places(10, 2);
        NormalPrediction universal =
                Kriging.of(COVARIANCE, Trend.polynomial(1), gauges).predict(asked);
        NormalPrediction simple = Kriging.of(bayes, Trend.known(0), gauges).predict(asked);
        same(universal, simple, 1e-3);
    }

    @Test
    void coordinatesAsCovariatesGiveUniversalKriging() {
        Places asked = places(10, 3);
        Measurements gauges = gauges(30, 4);
        Places known = gauges.places();
        double[] x = IntStream.range(0, 30).mapToDouble(known::x).toArray();
        double[] y = IntStream.range(0, 30).mapToDouble(known::y).toArray();
        Measurements drifted = Measurements.of(known.with("east", x).with("north", y), gauges.values());
        Places there = asked.with(
                        "east", IntStream.range(0, 10).mapToDouble(asked::x).toArray())
                .with("north", IntStream.range(0, 10).mapToDouble(asked::y).toArray());
        same(
                Kriging.of(COVARIANCE, Trend.covariates("east", "north"), drifted)
                        .predict(there),
                Kriging.of(COVARIANCE, Trend.polynomial(1), gauges).predict(asked),
                1e-11);
        assertThatThrownBy(() -> Kriging.of(COVARIANCE, Trend.covariates("east"), drifted)
                        .predict(asked))
                .hasMessageContaining("covariate 'east' of places: there are []");
    }

    @Test
    void trendIsAccurateFarFromTheOrigin() {
        Measurements gauges = gauges(30, 5);
        Places asked = places(8, 6);
        Places far = moved(asked, 5e6);
        Measurements farGauges = Measurements.of(moved(gauges.places(), 5e6), gauges.values());
        same(
                Kriging.of(COVARIANCE, Trend.polynomial(1), farGauges).predict(far),
                Kriging.of(COVARIANCE, Trend.polynomial(1), gauges).predict(asked),
                1e-6);
    }

    private static Places moved(Places places, double by) {
        return Places.of(
                IntStream.range(0, places.count())
                        .mapToDouble(i -> places.x(i) + by)
                        .toArray(),
                IntStream.range(0, places.count())
                        .mapToDouble(i -> places.y(i) + by)
                        .toArray());
    }

    @Test
    void exactGaugesAreHonoredAndVarianceIsNeverNegative() {
        Measurements gauges = gauges(60, 7);
        for (FieldCovariance each : List.of(
                COVARIANCE,
                Structure.of(new Matern(2.5), 2, 1),
                Structure.of(new SquaredExponential(), 2, 0.5),
                Structure.of(new Exponential(), 2, 3).plus(new Nugget(0.5)))) {
            NormalPrediction at = Kriging.of(each, Trend.constant(), gauges).predict(gauges.places());
            for (int i = 0; i < 60; i++) {
                assertThat(at.mean()[i]).isCloseTo(gauges.value(i), within(1e-7));
                assertThat(at.variance()[i]).isBetween(0.0, 1e-9);
            }
        }
    }

    @Test
    void powerLawKrigingDoesNotDependOnTheLevel() {
        Measurements gauges = gauges(40, 8);
        Places asked = places(20, 9);
        PowerLaw power = new PowerLaw(0.7, 1.2);
        NormalPrediction low = Kriging.of(power.around(gauges.places()), Trend.constant(), gauges)
                .predict(asked);
        NormalPrediction high = Kriging.of(
                        power.around(places(400, 10)).plus((FieldCovariance) (a, b, c, d) -> 500),
                        Trend.constant(),
                        gauges)
                .predict(asked);
        same(low, high, 1e-8);
        assertThatThrownBy(() -> Kriging.of(power.around(gauges.places()), Trend.known(0), gauges))
                .hasMessageContaining("simple kriging with a power law");
    }

    @Test
    void meansAndWeightsMatchThePrediction() {
        Measurements gauges = gauges(30, 11);
        Places asked = places(300, 12);
        Kriging kriging = Kriging.of(COVARIANCE, Trend.polynomial(1), gauges);
        double[] mean = kriging.predict(asked).mean();
        assertThat(kriging.mean(asked)).isEqualTo(mean);
        DMatrixRMaj weights = kriging.weights(asked);
        for (int k = 0; k < 300; k++) {
            double sum = 0;
            for (int i = 0; i < 30; i++) {
                sum += weights.get(k, i) * gauges.value(i);
            }
            assertThat(sum).isCloseTo(mean[k], within(1e-11));
        }
    }

    @Test
    void gaugesAtTheSamePlaceAreMerged() {
        Places twice = Places.of(new double[] {0, 5, 0, 0}, new double[] {1, 2, 1, 1});
        double[] y = {1, 7, 3, 2};
        double[] noise = {0.5, 0.1, 0.25, 1};
        Measurements merged = Measurements.withNoise(twice, y, noise);
        assertThat(merged.count()).isEqualTo(2);
        // Nearly coincident gauges, which are not merged, approach the merged result.
        Places near = Places.of(new double[] {0, 5, 1e-9, -1e-9}, new double[] {1, 2, 1, 1});
        Places asked = places(5, 13);
        same(
                Kriging.of(COVARIANCE, Trend.constant(), merged).predict(asked),
                Kriging.of(COVARIANCE, Trend.constant(), Measurements.withNoise(near, y, noise))
                        .predict(asked),
                1e-8);
        assertThatThrownBy(() -> Measurements.of(twice, y))
                .hasMessageContaining("gauges at (0.0, 1.0) say both 1.0 and 3.0 without noise");
        assertThat(Measurements.of(twice, 1, 7, 1, 1).count()).isEqualTo(2);
        assertThat(Measurements.withNoise(twice, y, new double[] {0, 0, 0.25, 1})
                        .value(0))
                .isEqualTo(1);
    }

    @Test
    void missingValuesCanBeLeftOut() {
        Places three = places(3, 14);
        double[] y = {1, Double.NaN, 2};
        assertThat(Measurements.present(three, y, new double[3]).values()).containsExactly(1, 2);
        assertThatThrownBy(() -> Measurements.of(three, y))
                .hasMessageContaining("value of gauge 1 = NaN")
                .hasMessageContaining("Measurements.present");
    }

    @Test
    void equalValuesGiveThatValue() {
        Measurements same = Measurements.of(places(20, 15), new double[20]);
        NormalPrediction there = Kriging.of(COVARIANCE, Trend.constant(), same).predict(places(5, 16));
        assertThat(there.mean()).containsOnly(0);
    }

    @Test
    void undeterminedTrendsAreRefused() {
        Places line = Places.of(new double[] {1, 2, 3, 4}, new double[] {1, 2, 3, 4});
        assertThatThrownBy(() -> Kriging.of(COVARIANCE, Trend.polynomial(1), Measurements.of(line, 1, 2, 4, 3)))
                .hasMessageContaining("function 2 of the trend");
        assertThatThrownBy(() -> Kriging.of(COVARIANCE, Trend.polynomial(2), Measurements.of(line, 1, 2, 4, 3)))
                .hasMessageContaining("kriging from 4 gauges with a trend of 6 unknown coefficients");
    }

    @Test
    void singularCovariancesAreRefused() {
        assertThatThrownBy(() ->
                        Kriging.of(Structure.of(new SquaredExponential(), 1, 50), Trend.constant(), gauges(80, 17)))
                .isInstanceOf(NotPositiveDefiniteException.class)
                .hasMessageContaining("covariance of 80 gauges");
    }

    @Test
    void leavingOneOutMatchesKrigingWithoutIt() {
        Measurements gauges = gauges(25, 18).withMoreNoise(0.3);
        Kriging kriging = Kriging.of(COVARIANCE, Trend.polynomial(1), gauges);
        NormalPrediction out = CrossValidation.leaveOneOut(kriging);
        for (int k = 0; k < 25; k++) {
            int left = k;
            int[] others = IntStream.range(0, 25).filter(i -> i != left).toArray();
            NormalPrediction one = Kriging.of(COVARIANCE, Trend.polynomial(1), gauges.select(others))
                    .predict(gauges.places().select(k))
                    .withNoise(0.3);
            assertThat(out.mean()[k]).isCloseTo(one.mean()[0], within(1e-11));
            assertThat(out.variance()[k]).isCloseTo(one.variance()[0], within(1e-11));
        }
    }

    @Test
    void leavingBlocksOutMatchesKrigingWithoutThem() {
        Measurements gauges = gauges(40, 19);
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), gauges);
        int[] tiles = CrossValidation.tiles(gauges.places(), 4);
        NormalPrediction out = CrossValidation.blocks(kriging, tiles);
        for (int tile = 0; tile <= Arrays.stream(tiles).max().orElseThrow(); tile++) {
            int own = tile;
            int[] others = IntStream.range(0, 40).filter(i -> tiles[i] != own).toArray();
            int[] members = IntStream.range(0, 40).filter(i -> tiles[i] == own).toArray();
            NormalPrediction part = Kriging.of(COVARIANCE, Trend.constant(), gauges.select(others))
                    .predict(gauges.places().select(members));
            for (int i = 0; i < members.length; i++) {
                assertThat(out.mean()[members[i]]).isCloseTo(part.mean()[i], within(1e-11));
                assertThat(out.variance()[members[i]]).isCloseTo(part.variance()[i], within(1e-11));
            }
        }
        assertThatThrownBy(() -> CrossValidation.blocks(kriging, new int[40]))
                .hasMessageContaining("block 0 holds 40 of 40 gauges");
        int[] folds = CrossValidation.folds(40, 10, RandomKey.of(1));
        assertThat(Arrays.stream(folds).filter(f -> f == 3)).hasSize(4);
    }

    @Test
    void neighborhoodsTakeTheNearest() {
        Places many = places(500, 20);
        NearestPlaces index = new NearestPlaces(many);
        for (int k = 0; k < 50; k++) {
            double x = many.x(k) + 0.3;
            double y = many.y(k) - 0.2;
            Integer[] sorted = IntStream.range(0, 500).boxed().toArray(Integer[]::new);
            Arrays.sort(
                    sorted,
                    (a, b) -> Double.compare(
                            Math.hypot(many.x(a) - x, many.y(a) - y), Math.hypot(many.x(b) - x, many.y(b) - y)));
            int[] expected =
                    Arrays.stream(sorted).limit(7).mapToInt(Integer::intValue).toArray();
            assertThat(index.nearest(x, y, 7, Double.POSITIVE_INFINITY, 0)).containsExactly(expected);
        }
        assertThat(index.nearest(100, 100, 7, 3, 0)).isEmpty();
        assertThat(index.nearest(100, 100, 7, 3, 2)).hasSize(2);
    }

    @Test
    void farFromAllGaugesThePredictionIsThePrior() {
        Places far = Places.of(new double[] {1000}, new double[] {0});
        NormalPrediction prior = new Neighborhood(10, 5)
                .kriging(COVARIANCE, Trend.known(3), gauges(30, 21))
                .predict(far);
        assertThat(prior.mean()).containsExactly(3);
        assertThat(prior.variance()).containsExactly(2);
        NormalPrediction constant = new Neighborhood(10, 5)
                .kriging(COVARIANCE, Trend.constant(), gauges(30, 21))
                .predict(far);
        assertThat(constant.variance()[0]).isGreaterThan(2);
        assertThatThrownBy(() -> Neighborhood.of(1).kriging(COVARIANCE, Trend.constant(), gauges(30, 21)))
                .hasMessageContaining("expected at least 2 gauges each");
    }
}
