package org.pushforward.zoo.field.kriging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.pushforward.zoo.field.kriging.KrigingCases.COVARIANCE;
import static org.pushforward.zoo.field.kriging.KrigingCases.gauges;
import static org.pushforward.zoo.field.kriging.KrigingCases.places;
import static org.pushforward.zoo.field.kriging.KrigingCases.same;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;
import org.pushforward.zoo.field.covariance.Nugget;
import org.pushforward.zoo.field.covariance.PowerLaw;
import org.pushforward.zoo.field.covariance.SquaredExponential;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.covariance.Structure;

class KrigingTest {
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
        StationaryCovariance around = power.around(gauges.places());
        FieldCovariance field = around;
        for (FieldCovariance each : List.of(
                around,
                around.plus(new Nugget(1)),
                new Nugget(1).plus(around),
                field.plus(new Nugget(1)),
                ((FieldCovariance) new Nugget(1)).plus(field))) {
            assertThatThrownBy(() -> Kriging.of(each, Trend.known(0), gauges))
                    .as("%s", each)
                    .hasMessageContaining("simple kriging with a power law");
        }
        assertThat(COVARIANCE.isIntrinsic()).isFalse();
        assertThat(COVARIANCE.plus(new Nugget(1)).isIntrinsic()).isFalse();
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
        Places fewer = asked.select(IntStream.range(0, 127).toArray());
        assertThat(kriging.predict(fewer).mean()).isEqualTo(Arrays.copyOf(mean, 127));
        assertThat(kriging.mean(fewer)).isEqualTo(Arrays.copyOf(mean, 127));
    }

    /** With as many gauges as coefficients, the trend goes through the gauges and is the mean everywhere. */
    @Test
    void trendThroughAllGaugesIsTheMean() {
        Places corners = Places.of(new double[] {1, 5, 2}, new double[] {1, 2, 7});
        Kriging kriging = Kriging.of(COVARIANCE, Trend.polynomial(1), Measurements.of(corners, 1, 6, -15));
        // 2 + 2 x - 3 y.
        assertThat(kriging.coefficients()).containsExactly(new double[] {2, 2, -3}, within(1e-12));
        assertThat(kriging.predict(Places.of(new double[] {20}, new double[] {-4}))
                        .mean()[0])
                .isCloseTo(54, within(1e-11));
    }

    @Test
    void likelihoodOfOneGaugeIsANormalDensity() {
        Measurements gauge = Measurements.withNoise(
                Places.of(new double[] {0}, new double[] {0}), new double[] {5}, new double[] {0.5});
        Kriging kriging = Kriging.of(COVARIANCE, Trend.known(2), gauge);
        // log N(5; 2, 2.5), and its derivative by the variance.
        assertThat(kriging.logLikelihood()).isCloseTo(-0.5 * (Math.log(5 * Math.PI) + 9 / 2.5), within(1e-14));
        assertThat(kriging.restrictedLogLikelihood()).isEqualTo(kriging.logLikelihood());
        assertThat(kriging.likelihoodByCovariance(false).get(0, 0))
                .isCloseTo(0.5 * (9 / 6.25 - 1 / 2.5), within(1e-14));
    }

    /** With an unknown mean, only d = (y_2 - y_1) / sqrt 2 has a likelihood: it is from N(0, v - c) with the covariance c of the gauges. */
    @Test
    void restrictedLikelihoodOfTwoGaugesIsThatOfTheirDifference() {
        Measurements pair = Measurements.of(Places.of(new double[] {0, 4}, new double[] {0, 0}), 1, 4);
        Kriging kriging = Kriging.of(COVARIANCE, Trend.constant(), pair);
        double c = 2 * Math.exp(-4.0 / 3);
        double v = 2 - c;
        assertThat(kriging.coefficients()).containsExactly(new double[] {2.5}, within(1e-14));
        assertThat(kriging.restrictedLogLikelihood())
                .isCloseTo(-0.5 * (Math.log(2 * Math.PI * v) + 4.5 / v), within(1e-14));
        // Times the density of the mean of the gauges at its estimate: (y_1 + y_2) / sqrt 2 is from N(., v + c).
        assertThat(kriging.logLikelihood())
                .isCloseTo(kriging.restrictedLogLikelihood() - 0.5 * Math.log(2 * Math.PI * (2 + c)), within(1e-14));
        // By the chain rule with d v = 1/2 (d C_11 + d C_22 - d C_12 - d C_21).
        double slope = 0.5 * (4.5 / (v * v) - 1 / v);
        NormalPrediction before = kriging.predict(places(3, 25));
        DMatrixRMaj derivative = kriging.likelihoodByCovariance(true);
        same(kriging.predict(places(3, 25)), before, 0);
        assertThat(derivative.data)
                .containsExactly(new double[] {slope / 2, -slope / 2, -slope / 2, slope / 2}, within(1e-14));
    }

    @Test
    void gaugesAtTheSamePlaceAreMerged() {
        Places twice = Places.of(new double[] {0, 5, 0, 0}, new double[] {1, 2, 1, 1});
        double[] y = {1, 7, 3, 2};
        double[] noise = {0.5, 0.1, 0.25, 1};
        Measurements merged = Measurements.withNoise(twice, y, noise);
        assertThat(merged.count()).isEqualTo(2);
        // The weights are 2, 4 and 1.
        assertThat(merged.values()).containsExactly(new double[] {16.0 / 7, 7}, within(1e-14));
        assertThat(merged.noise(0)).isCloseTo(1.0 / 7, within(1e-15));
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
        Places zeros = Places.of(new double[] {0, -0.0, 0}, new double[] {-0.0, 0, 0});
        assertThat(Measurements.of(zeros, 3, 3, 3).count()).isEqualTo(1);
        assertThat(Measurements.of(zeros, 3, 3, 3).with(new double[] {4}).values())
                .containsExactly(4);
        assertThatThrownBy(() -> Measurements.of(zeros, 3, 3)).hasMessageContaining("2 values");
        assertThatThrownBy(() -> Measurements.withNoise(zeros, new double[3], new double[2]))
                .hasMessageContaining("3 values and 2 variances");
        assertThatThrownBy(() -> Measurements.of(zeros.select())).hasMessageContaining("expected at least one gauge");
        for (double bad : new double[] {-1, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Measurements.of(zeros, 3, 3, 3).withMoreNoise(bad))
                    .hasMessageContaining("variance of the noise of gauge 0 = " + bad);
        }
        assertThat(Measurements.withNoise(twice, y, new double[] {0, 0, 0.25, 1})
                        .value(0))
                .isEqualTo(1);
    }

    /** The weighted mean (v b) / b of an exact and a noisy value rounds for some v and b. */
    @Test
    void exactValuesStayAsTheyAre() {
        Places same = Places.of(new double[3], new double[3]);
        for (int k = 1; k <= 100; k++) {
            double value = k / 10.0;
            for (double[] noise : new double[][] {{0, 0.3, 0}, {0.3, 0, 0}, {0, 0, 0.3}}) {
                double[] values = {value, value, value};
                for (int i = 0; i < 3; i++) {
                    values[i] = noise[i] == 0 ? value : 7;
                }
                Measurements merged = Measurements.withNoise(same, values, noise);
                assertThat(merged.values()).containsExactly(value);
                assertThat(merged.noise(0)).isZero();
            }
        }
    }

    @Test
    void missingValuesCanBeLeftOut() {
        Places three = places(3, 14);
        double[] y = {1, Double.NaN, 2};
        assertThat(Measurements.present(three, y, new double[3]).values()).containsExactly(1, 2);
        assertThatThrownBy(() -> Measurements.present(three, new double[2], new double[2]))
                .hasMessageContaining("gauges with 2 values and 2 variances of noise at 3 places");
        assertThatThrownBy(() -> Measurements.present(three, y, new double[2]))
                .hasMessageContaining("gauges with 3 values and 2 variances of noise at 3 places");
        assertThatThrownBy(() -> Measurements.present(places(4, 14), y, new double[3]))
                .hasMessageContaining("gauges with 3 values and 3 variances of noise at 4 places");
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
        // Coordinates in meters whose rounding errors are not on the line.
        double[] x = {100_000.1, 200_000.3, 310_000.7, 440_000.9};
        Places far = Places.of(x, Arrays.stream(x).map(each -> each / 3 + 0.1).toArray());
        assertThatThrownBy(() -> Kriging.of(COVARIANCE, Trend.polynomial(1), Measurements.of(far, 1, 2, 4, 3)))
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
    void farFromAllGaugesThePredictionIsThePrior() {
        Places far = Places.of(new double[] {1000}, new double[] {0});
        NormalPrediction prior = new Neighborhood(10, 5)
                .kriging(COVARIANCE, Trend.known(3), gauges(30, 21))
                .predict(far);
        assertThat(prior.mean()).containsExactly(3);
        assertThat(prior.variance()).containsExactly(2);
        // Even if gauges beyond the radius are correlated with the place.
        Places beyond = Places.of(new double[] {0}, new double[] {-6});
        Measurements gauge = Measurements.of(Places.of(new double[] {0}, new double[] {0}), 9);
        assertThat(new Neighborhood(10, 5)
                        .kriging(COVARIANCE, Trend.known(3), gauge)
                        .predict(beyond)
                        .mean())
                .containsExactly(3);
        NormalPrediction constant = new Neighborhood(10, 5)
                .kriging(COVARIANCE, Trend.constant(), gauges(30, 21))
                .predict(far);
        assertThat(constant.variance()[0]).isGreaterThan(2);
        assertThatThrownBy(() -> Neighborhood.of(1).kriging(COVARIANCE, Trend.constant(), gauges(30, 21)))
                .hasMessageContaining("expected at least 2 gauges each");
    }
}
