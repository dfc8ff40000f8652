package org.pushforward.benchmark.infer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.metrics.calibration.EnergyScore;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.NormalPrediction;
import org.pushforward.zoo.field.transform.SquareRoot;

class ForecastScoringTest {
    private static final Grid GRID = Grid.of(8, 8);
    private static final int GAUGE = 9;

    private static GaugedField field() {
        return new GaugedField(
                GRID,
                Measurements.of(GRID.places().select(GAUGE), 0),
                FieldUnits.plain(),
                new FieldScale(0, 1),
                Optional.empty());
    }

    /** Returns the forecast N(0, deviation^2) of independent cells. */
    private static FieldForecast white(double deviation, int draws) {
        double[] variance = new double[64];
        Arrays.fill(variance, deviation * deviation);
        double[] drawn = RandomKey.of(1).normal(Shape.of(draws * 64)).toDoubles();
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] *= deviation;
        }
        return new FieldForecast(
                HostArray.wrap(Shape.of(draws, 8, 8), drawn),
                new NormalPrediction(new double[64], variance),
                List.of(),
                List.of());
    }

    private static double[] truth() {
        return RandomKey.of(2).normal(Shape.of(64)).toDoubles();
    }

    /** A forecast that is twice as wide puts most truths into the middle tenths, and its own draws show how many are usual. */
    @Test
    void transformsOfACalibratedForecastAreInsideTheBand() {
        ForecastScores right = ForecastScoring.of(field(), truth()).of(white(1, 200));
        assertThat(right.transforms().shares().stream().mapToDouble(v -> v).sum())
                .isCloseTo(1, within(1e-12));
        // Each tenth has a share of 0.1 with a deviation of 0.038, and the farthest of ten tenths decides.
        assertThat(right.transforms().band()).allSatisfy(each -> {
            assertThat(each.low()).isBetween(0.0, 0.05);
            assertThat(each.high()).isBetween(0.16, 0.26);
        });
        long inside = IntStream.range(0, 40)
                .filter(k -> ForecastScoring.of(
                                field(),
                                RandomKey.of(9).fold(k).normal(Shape.of(64)).toDoubles())
                        .of(white(1, 200))
                        .transforms()
                        .holds())
                .count();
        // 36 of 40 on average, with a deviation of 1.9; three of them below.
        assertThat(inside).isGreaterThanOrEqualTo(30);
        ForecastScores wide = ForecastScoring.of(field(), truth()).of(white(3, 200));
        assertThat(wide.transforms().holds()).isFalse();
        assertThat(wide.transforms().shares().get(4)
                        + wide.transforms().shares().get(5))
                .isGreaterThan(0.35);
        assertThat(ForecastScoring.tenths(0, 0.099, 0.5, 1)).containsExactly(0.5, 0, 0, 0, 0, 0.25, 0, 0, 0, 0.25);
    }

    @Test
    void scoresAreMeansOverTheCellsWithoutAGauge() {
        double[] truth = truth();
        FieldForecast forecast = white(1, 40);
        ForecastScores scores = ForecastScoring.of(field(), truth).of(forecast);
        double squares = 0;
        double crps = 0;
        for (int i = 0; i < 64; i++) {
            squares += i == GAUGE ? 0 : truth[i] * truth[i] / 63;
            crps += i == GAUGE ? 0 : RankedProbability.ofNormal(0, 1, truth[i]) / 63;
        }
        assertThat(scores.rootMeanSquare()).isCloseTo(Math.sqrt(squares), within(1e-12));
        assertThat(scores.rankedProbability()).isCloseTo(crps, within(1e-12));
        double[][] draws = new double[40][63];
        double[] rest = new double[63];
        for (int i = 0, at = 0; i < 64; i++) {
            if (i != GAUGE) {
                rest[at] = truth[i];
                for (int k = 0; k < 40; k++) {
                    draws[k][at] = forecast.draws().get(k * 64 + i);
                }
                at++;
            }
        }
        assertThat(scores.energy()).isCloseTo(EnergyScore.fair(draws, rest), within(1e-12));
        assertThat(scores.blocks()).hasSize(16);
        // One of four cells of the first block has a gauge.
        assertThat(scores.counts()).hasSize(16).startsWith(3, 4).contains(4, 4);
    }

    /** |z| is below 0.6745 with probability 1/2. */
    @Test
    void coverageCountsCellsInsideTheCentralInterval() {
        double[] truth = new double[64];
        Arrays.setAll(truth, i -> i < 32 ? 0.67 : -0.68);
        ForecastScores scores = ForecastScoring.of(field(), truth).of(white(1, 40));
        assertThat(scores.covered(0.5)).isCloseTo(31 / 63.0, within(1e-12));
        assertThat(scores.covered(0.9)).isEqualTo(1, within(1e-12));
    }

    /**
     * The coverage of 63 independent cells at level 0.9 has the standard deviation sqrt(0.09 / 63) = 0.038. The reach of a band over nine
     * correlated levels is between 1.6 and 2.8 deviations, those of one level and of nine independent ones.
     */
    @Test
    void theBandIsThatOfACalibratedPosterior() {
        ForecastScores scores = ForecastScoring.of(field(), truth()).of(white(1, 400));
        double width = (scores.highest(0.5) - scores.lowest(0.5)) / 2;
        assertThat(width / Math.sqrt(0.25 / 63)).isBetween(1.6, 2.8);
        assertThat((scores.highest(0.5) + scores.lowest(0.5)) / 2).isCloseTo(0.5, within(0.02));
        assertThat(scores.coverage().holds()).isTrue();
    }

    @Test
    void aForecastThatIsTooNarrowOrTooWideLeavesItsBand() {
        ForecastScores narrow = ForecastScoring.of(field(), truth()).of(white(0.4, 100));
        ForecastScores wide = ForecastScoring.of(field(), truth()).of(white(2.5, 100));
        assertThat(narrow.coverage().holds()).isFalse();
        assertThat(narrow.covered(0.9)).isLessThan(narrow.lowest(0.9));
        assertThat(wide.coverage().holds()).isFalse();
        assertThat(wide.covered(0.5)).isGreaterThan(wide.highest(0.5));
    }

    /** For draws, each takes the place of the truth among the others, so a calibrated ensemble stays in its band. */
    @Test
    void drawsAreScoredLikeDistributions() {
        FieldForecast drawn = FieldForecast.of(white(1, 60).draws(), List.of());
        ForecastScores scores = ForecastScoring.of(field(), truth()).of(drawn);
        assertThat(scores.coverage().holds()).isTrue();
        // The fair score of 60 draws differs from that of the distribution by less than its noise, about 0.02.
        assertThat(scores.rankedProbability())
                .isCloseTo(ForecastScoring.of(field(), truth()).of(white(1, 60)).rankedProbability(), within(0.06));
    }

    /** The truth and the draws are 0 with probability 0.6 and otherwise uniform in (0, 1): an exact forecast, with an atom. */
    private static double[] rain(RandomKey key, int count) {
        double[] values = key.uniform(Shape.of(count)).toDoubles();
        Arrays.setAll(values, i -> Math.max(0, (values[i] - 0.6) / 0.4));
        return values;
    }

    @Test
    void aTruthOnAnAtomIsInsideTheIntervalsThatContainTheAtom() {
        FieldUnits squares = new FieldUnits(Optional.of(new SquareRoot()));
        double[] mean = new double[64];
        double[] variance = new double[64];
        // P(z <= 0) = 0.6.
        Arrays.fill(mean, -0.2533);
        Arrays.fill(variance, 1);
        double[] drawn = RandomKey.of(1).normal(Shape.of(20 * 64)).toDoubles();
        Arrays.setAll(drawn, i -> squares.toData(drawn[i] - 0.2533));
        FieldForecast exact = new FieldForecast(
                HostArray.wrap(Shape.of(20, 8, 8), drawn),
                squares.toData(new NormalPrediction(mean, variance)),
                List.of(),
                List.of());
        for (FieldForecast forecast : List.of(exact, FieldForecast.of(exact.draws(), List.of()))) {
            ForecastScores dry = ForecastScoring.of(field(), new double[64]).of(forecast);
            // The median is 0, so even the narrowest central interval contains it, up to the error of 20 draws.
            assertThat(dry.covered(0.5)).isCloseTo(1, within(0.05));
            assertThat(dry.covered(0.9)).isEqualTo(1);
        }
    }

    /** With an atom of 0.6, transforms between 0 and 0.6 must be as frequent as without. */
    @Test
    void transformsOnAnAtomAreUniform() {
        FieldForecast forecast =
                FieldForecast.of(HostArray.wrap(Shape.of(99, 8, 8), rain(RandomKey.of(1), 99 * 64)), List.of());
        double[] sum = new double[10];
        int fields = 40;
        for (int k = 0; k < fields; k++) {
            double[] truth = rain(RandomKey.of(2).fold(k), 64);
            double[] shares =
                    ForecastScoring.tenths(ForecastScoring.of(field(), truth).below(forecast));
            Arrays.setAll(sum, i -> sum[i] + shares[i] / fields);
        }
        // Each of 2,520 cells is in a tenth with a deviation of sqrt(0.09 / 2520) = 0.006, plus that of 99 draws,
        // 0.004; 4 of both.
        for (double share : sum) {
            assertThat(share).isCloseTo(0.1, within(0.03));
        }
        ForecastScores scores =
                ForecastScoring.of(field(), rain(RandomKey.of(5), 64)).of(forecast);
        assertThat(scores.transforms().holds()).isTrue();
    }
}
