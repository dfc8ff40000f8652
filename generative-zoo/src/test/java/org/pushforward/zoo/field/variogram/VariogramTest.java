package org.pushforward.zoo.field.variogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pushforward.random.RandomKey;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.CovarianceFamily;
import org.pushforward.zoo.field.covariance.Exponential;
import org.pushforward.zoo.field.covariance.Matern;
import org.pushforward.zoo.field.covariance.Spherical;
import org.pushforward.zoo.field.covariance.StationaryCovariance;
import org.pushforward.zoo.field.covariance.Structure;
import org.pushforward.zoo.field.kriging.GeostatData;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.simulation.CirculantEmbedding;
import org.pushforward.zoo.field.variogram.EmpiricalVariogram.Lag;
import org.pushforward.zoo.field.variogram.VariogramFit.LagWeights;

class VariogramTest {
    private static final Measurements LINE =
            Measurements.of(Places.of(new double[] {0, 1, 2, 4}, new double[4]), 1, 3, 2, 6);

    @Test
    void estimatesMatchHandCalculation() {
        // Distances 1: (1, 3), (3, 2); 2: (1, 2), (2, 6); 3: (3, 6); 4: (1, 6).
        List<Lag> lags = EmpiricalVariogram.matheron(LINE, Bins.upTo(4, 4)).lags();
        assertThat(lags)
                .containsExactly(
                        new Lag(1, (4 + 1) / 4.0, 2),
                        new Lag(2, (1 + 16) / 4.0, 2),
                        new Lag(3, 4.5, 1),
                        new Lag(4, 12.5, 1));
        Lag robust = EmpiricalVariogram.robust(LINE, Bins.upTo(4, 4)).lags().get(0);
        double mean = (Math.sqrt(2) + 1) / 2;
        assertThat(robust.semivariance()).isCloseTo(Math.pow(mean, 4) / (2 * (0.457 + 0.247)), within(1e-13));
    }

    @Test
    void emptyBinsAreLeftOut() {
        assertThat(EmpiricalVariogram.matheron(LINE, Bins.upTo(4, 8)).lags())
                .extracting(Lag::distance)
                .containsExactly(1.0, 2.0, 3.0, 4.0);
    }

    @Test
    void outliersChangeTheRobustEstimateLess() {
        Grid grid = Grid.of(20, 20);
        double[] values = CirculantEmbedding.of(Structure.of(new Exponential(), 1, 3), grid)
                .sample(1, RandomKey.of(1))
                .toDoubles();
        double[] outlier = values.clone();
        outlier[190] += 30;
        Bins bins = Bins.upTo(5, 5);
        Measurements clean = Measurements.of(grid.places(), values);
        Measurements dirty = Measurements.of(grid.places(), outlier);
        double matheron =
                gamma(EmpiricalVariogram.matheron(dirty, bins)) / gamma(EmpiricalVariogram.matheron(clean, bins));
        double robust = gamma(EmpiricalVariogram.robust(dirty, bins)) / gamma(EmpiricalVariogram.robust(clean, bins));
        assertThat(matheron).isGreaterThan(3);
        assertThat(robust).isLessThan(1.3);
    }

    private static double gamma(EmpiricalVariogram variogram) {
        return variogram.lags().get(0).semivariance();
    }

    @Test
    void bothEstimatesMatchTheCovarianceOnAverage() {
        Grid grid = Grid.of(16, 16);
        Structure covariance = Structure.of(new Spherical(), 2, 6);
        int fields = 200;
        double[] values = CirculantEmbedding.of(covariance, grid)
                .sample(fields, RandomKey.of(2))
                .toDoubles();
        double[] matheron = new double[fields];
        double[] robust = new double[fields];
        double expected = 0;
        for (int k = 0; k < fields; k++) {
            Measurements gauges = Measurements.of(grid.places(), Arrays.copyOfRange(values, 256 * k, 256 * (k + 1)));
            Lag lag =
                    EmpiricalVariogram.matheron(gauges, Bins.upTo(2, 2)).lags().get(0);
            matheron[k] = lag.semivariance();
            robust[k] = EmpiricalVariogram.robust(gauges, Bins.upTo(2, 2))
                    .lags()
                    .get(0)
                    .semivariance();
            // All pairs of the first bin are neighbors.
            expected = covariance.variogram().at(lag.distance(), 0);
        }
        assertThat(mean(matheron)).isCloseTo(expected, within(4 * error(matheron)));
        assertThat(mean(robust)).isCloseTo(expected, within(4 * error(robust)));
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double error(double[] values) {
        double mean = mean(values);
        double variance = Arrays.stream(values)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        return Math.sqrt(variance / values.length);
    }

    @Test
    void pairsCanBeRestrictedToOneDirection() {
        Grid grid = Grid.of(5, 5);
        Measurements gauges = Measurements.of(grid.places(), Arrays.copyOf(new double[] {1}, 25));
        List<Lag> east = EmpiricalVariogram.matheron(gauges, Bins.upTo(1.5, 1).toward(90, 10))
                .lags();
        assertThat(east.get(0).pairs()).isEqualTo(20);
        List<Lag> all = EmpiricalVariogram.matheron(gauges, Bins.upTo(1.5, 1)).lags();
        assertThat(all.get(0).pairs()).isEqualTo(20 + 20 + 32);
    }

    /** On the plane x + y, neighbors to the northeast differ by 2 and neighbors to the northwest by 0. */
    @Test
    void directionsAreClockwiseFromNorth() {
        Places places = Grid.of(5, 5).places();
        double[] plane = new double[25];
        Arrays.setAll(plane, i -> places.x(i) + places.y(i));
        Measurements gauges = Measurements.of(places, plane);
        for (double northeast : new double[] {45, 225, -135}) {
            Lag lag = EmpiricalVariogram.matheron(gauges, Bins.upTo(1.5, 1).toward(northeast, 10))
                    .lags()
                    .get(0);
            assertThat(lag.pairs()).isEqualTo(16);
            assertThat(lag.semivariance()).isEqualTo(2);
        }
        Lag northwest = EmpiricalVariogram.matheron(gauges, Bins.upTo(1.5, 1).toward(135, 10))
                .lags()
                .get(0);
        assertThat(northwest.pairs()).isEqualTo(16);
        assertThat(northwest.semivariance()).isZero();
    }

    @Test
    void toleranceIsTheLargestDeviation() {
        Measurements gauges = Measurements.of(Grid.of(5, 5).places(), Arrays.copyOf(new double[] {1}, 25));
        List<Lag> north = EmpiricalVariogram.matheron(gauges, Bins.upTo(1.5, 1).toward(0, 45))
                .lags();
        assertThat(north.get(0).pairs()).isEqualTo(20 + 32);
    }

    @Test
    void usualBinsReachAThirdOfTheDiagonal() {
        assertThat(Bins.of(Places.of(new double[] {7, 1, 4}, new double[] {2, 2, 10})))
                .isEqualTo(Bins.upTo(10.0 / 3, 15));
    }

    /** With the range known, the variance has a closed form in the semivariances g of variance 1. */
    @Test
    void fittedVarianceIsTheWeightedLeastSquaresSolution() {
        List<Lag> lags = List.of(new Lag(1, 0.7, 5), new Lag(2, 2.5, 9), new Lag(4, 1.1, 20));
        double[] g = {1 - Math.exp(-0.5), 1 - Math.exp(-1), 1 - Math.exp(-2)};
        double[] byDistance = new double[3];
        double[] byRatio = new double[3];
        for (int i = 0; i < 3; i++) {
            double weight = lags.get(i).pairs() / Math.pow(lags.get(i).distance(), 2);
            byDistance[0] += weight * lags.get(i).semivariance() * g[i];
            byDistance[1] += weight * g[i] * g[i];
            double ratio = lags.get(i).semivariance() / g[i];
            byRatio[0] += lags.get(i).pairs() * ratio;
            byRatio[1] += lags.get(i).pairs() * ratio * ratio;
        }
        CovarianceFamily family = CovarianceFamily.of(new Exponential()).with("range", 2);
        EmpiricalVariogram variogram = new EmpiricalVariogram(lags);
        // sum w (gamma - s g)^2 and sum N (gamma / (s g) - 1)^2.
        assertThat(VariogramFit.of(variogram, family, LagWeights.PAIRS_BY_SQUARED_DISTANCE, 1)
                        .parameters()[0])
                .isCloseTo(byDistance[0] / byDistance[1], within(1e-7));
        VariogramFit cressie = VariogramFit.of(variogram, family, LagWeights.CRESSIE, 1);
        assertThat(cressie.parameters()[0]).isCloseTo(byRatio[1] / byRatio[0], within(1e-7));
        assertThat(cressie.loss()).isCloseTo(34 - byRatio[0] * byRatio[0] / byRatio[1], within(1e-12));
    }

    @Test
    void asManyLagsAsParametersAreFittedExactly() {
        List<Lag> lags = List.of(new Lag(1, 0.5, 3), new Lag(3, 0.8, 7));
        VariogramFit fit = VariogramFit.of(
                new EmpiricalVariogram(lags), CovarianceFamily.of(new Exponential()), LagWeights.CRESSIE, 1, 1);
        for (Lag lag : lags) {
            assertThat(fit.covariance().variogram().at(lag.distance(), 0)).isCloseTo(lag.semivariance(), within(1e-9));
        }
    }

    @Test
    void fitRecoversTheVariogram() {
        Structure truth = Structure.of(new Matern(1.5), 3, 2);
        List<Lag> lags = Arrays.stream(new double[] {0.5, 1, 2, 3, 5, 8, 12})
                .mapToObj(h -> new Lag(h, 0.4 + truth.variogram().at(h, 0), 30))
                .toList();
        for (LagWeights weights : LagWeights.values()) {
            VariogramFit fit = VariogramFit.of(
                    new EmpiricalVariogram(lags),
                    CovarianceFamily.of(new Matern(1.5)).withNugget(),
                    weights,
                    1,
                    1,
                    1);
            assertThat(fit.parameters()[0]).isCloseTo(3, within(1e-5));
            assertThat(fit.parameters()[1]).isCloseTo(2, within(1e-5));
            assertThat(fit.parameters()[2]).isCloseTo(0.4, within(1e-5));
        }
    }

    @Test
    void fitsOfSwissRainfallMatchGstat() {
        Measurements gauges = GeostatData.sic97Gauges();
        EmpiricalVariogram variogram = EmpiricalVariogram.matheron(gauges, Bins.upTo(150_000, 15));
        compare(variogram, CovarianceFamily.of(new Spherical()), 14632.12777, 79558.48323);
        compare(variogram, CovarianceFamily.of(new Exponential()), 17336.55692, 49769.66253);
        compare(variogram, CovarianceFamily.of(new Matern(1.5)).withNugget(), 15008.87133716, 16385.39082, 78.95379878);
    }

    private static void compare(EmpiricalVariogram variogram, CovarianceFamily family, double... expected) {
        double[] start = {15000, 30000, 1000};
        VariogramFit fit = VariogramFit.of(
                variogram, family, LagWeights.PAIRS_BY_SQUARED_DISTANCE, Arrays.copyOf(start, family.size()));
        // gstat stops its search earlier; its sum of squares is larger than ours by a relative 1e-6.
        assertThat(loss(variogram, family, expected) / fit.loss()).isBetween(1.0, 1 + 2e-6);
        for (int i = 0; i < 2; i++) {
            assertThat(fit.parameters()[i]).isCloseTo(expected[i], within(1e-3 * expected[i]));
        }
    }

    private static double loss(EmpiricalVariogram variogram, CovarianceFamily family, double... parameters) {
        StationaryCovariance covariance = (StationaryCovariance) family.at(parameters);
        return variogram.lags().stream()
                .mapToDouble(lag -> {
                    double difference =
                            lag.semivariance() - covariance.variogram().at(lag.distance(), 0);
                    return lag.pairs() * difference * difference / (lag.distance() * lag.distance());
                })
                .sum();
    }

    @ParameterizedTest
    @CsvSource({"0,1,0,90", "Infinity,1,0,90", "1,0,0,90", "1,1,NaN,90", "1,1,0,0"})
    void binsWithoutPairsAreRefused(double cutoff, int count, double angle, double tolerance) {
        assertThatThrownBy(() -> new Bins(cutoff, count, angle, tolerance))
                .hasMessageContaining("variogram with " + count + " bins up to the distance " + cutoff);
    }

    @Test
    void badInputIsNamed() {
        Measurements equal = Measurements.of(Grid.of(3, 3).places(), new double[9]);
        assertThatThrownBy(() -> EmpiricalVariogram.matheron(equal, Bins.upTo(2, 2)))
                .hasMessageContaining("variogram of 9 gauges with equal values");
        EmpiricalVariogram one = EmpiricalVariogram.matheron(LINE, Bins.upTo(4, 1));
        assertThatThrownBy(() -> VariogramFit.of(one, CovarianceFamily.of(new Spherical()), LagWeights.CRESSIE, 1, 1))
                .hasMessageContaining("variogram with 1 lags for 2 parameters");
        assertThatThrownBy(() -> CovarianceFamily.of(new Spherical()).with("sill", 1))
                .hasMessageContaining("parameter 'sill' of a covariance: there are [variance, range]");
    }
}
