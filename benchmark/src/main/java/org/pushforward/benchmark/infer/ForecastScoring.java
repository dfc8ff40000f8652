package org.pushforward.benchmark.infer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.pushforward.benchmark.infer.gauges.GaugedCells;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.EnsemblePrediction;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.benchmark.report.inference.TransformHistogram;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.calibration.EnergyScore;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * Scores forecasts of one field against the truth, in the cells without a gauge.
 *
 * <p>Distributions may have atoms, such as no rain. A truth t is inside the central interval of level l if {@code P(y < t)} is at most
 * (1 + l) / 2 and {@code P(y <= t)} at least (1 - l) / 2. Its probability integral transform is drawn uniformly between the two.
 *
 * <p>The continuous ranked probability score and the energy score of draws are unbiased. Their root mean square error is that of the mean
 * of n draws, whose square is larger than that of the distribution's mean by s^2 / n, where s^2 is the variance.
 *
 * <p>The cells of one field depend on each other, so even a perfect posterior covers the truth too often in one field and too rarely in
 * another. How much it varies follows from the posterior itself: each draw takes the place of the truth, and the coverages of all draws
 * give the band. With c_l the coverage at level l of a draw, and m_l and s_l its mean and standard deviation over the draws, the band is
 * m_l -+ q s_l, where q is the 90 % quantile over draws of max_l |c_l - m_l| / s_l. It contains the whole curve of a calibrated posterior
 * with a probability of about 90 %.
 */
final class ForecastScoring {
    private static final double[] LEVELS = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final double BAND = 0.9;
    private static final int TENTHS = 10;
    /** The number of blocks along each side of the map. */
    private static final int BLOCKS = 4;

    /** Rounding does not make an atom. */
    private static final double ATOM = 1e-9;

    private final double[] truth;
    private final int[] hidden;
    private final int[] block;
    /** Only transforms of values on atoms depend on this key, which is another one for another field. */
    private final RandomKey ties;

    private ForecastScoring(double[] truth, int[] hidden, int[] block) {
        this.truth = truth;
        this.hidden = hidden;
        this.block = block;
        this.ties = RandomKey.of(Arrays.hashCode(truth)).fold("ties");
    }

    /**
     * Returns the scoring of forecasts of a field.
     *
     * @param truth the values of the cells, in the unit of the data
     */
    static ForecastScoring of(GaugedField field, double... truth) {
        int[] gauged = GaugedCells.of(field.gauges(), field.grid()).cells();
        int[] hidden = IntStream.range(0, truth.length)
                .filter(i -> Arrays.stream(gauged).noneMatch(cell -> cell == i))
                .toArray();
        int rows = field.grid().rows();
        int columns = field.grid().columns();
        int[] block = Arrays.stream(hidden)
                .map(i -> i / columns * BLOCKS / rows * BLOCKS + i % columns * BLOCKS / columns)
                .toArray();
        return new ForecastScoring(truth, hidden, block);
    }

    /**
     * The probabilities of exceeding some values, in each cell without a gauge.
     *
     * @param above {@code P(y > value)}
     * @param atLeast {@code P(y >= value)}, the same number except on an atom
     */
    private record Exceeded(double[] above, double[] atLeast) {}

    /** Returns the scores of a forecast. */
    ForecastScores of(FieldForecast forecast) {
        double[] crps = forecast.cells().crps(truth);
        double[] sums = new double[BLOCKS * BLOCKS];
        int[] counts = new int[sums.length];
        for (int k = 0; k < hidden.length; k++) {
            sums[block[k]] += crps[hidden[k]];
            counts[block[k]]++;
        }
        int[] filled =
                IntStream.range(0, sums.length).filter(b -> counts[b] > 0).toArray();
        Exceeded actual = exceeded(forecast.cells(), hidden(truth));
        Exceeded[] drawn = eachDraw(forecast);
        return new ForecastScores(
                rootMeanSquare(forecast.cells()),
                Arrays.stream(sums).sum() / hidden.length,
                EnergyScore.fair(draws(forecast), hidden(truth)),
                coverage(actual, drawn),
                transforms(actual, drawn),
                Arrays.stream(filled).mapToDouble(b -> sums[b] / counts[b]).toArray(),
                Arrays.stream(filled).map(b -> counts[b]).toArray());
    }

    private double rootMeanSquare(Prediction cells) {
        double[] mean = cells.mean();
        double squares = 0;
        for (int i : hidden) {
            squares += (mean[i] - truth[i]) * (mean[i] - truth[i]);
        }
        return Math.sqrt(squares / hidden.length);
    }

    private double[] hidden(double... values) {
        return Arrays.stream(hidden).mapToDouble(i -> values[i]).toArray();
    }

    /** Returns the probability integral transform of the truth in each cell without a gauge. */
    double[] below(FieldForecast forecast) {
        return transformed(exceeded(forecast.cells(), hidden(truth)), ties);
    }

    private static double[] transformed(Exceeded exceeded, RandomKey key) {
        double[] below = Arrays.stream(exceeded.above).map(each -> 1 - each).toArray();
        if (!Arrays.equals(exceeded.above, exceeded.atLeast)) {
            double[] share = key.uniform(Shape.of(below.length)).toDoubles();
            Arrays.setAll(below, k -> below[k] - share[k] * (exceeded.atLeast[k] - exceeded.above[k]));
        }
        return below;
    }

    private Exceeded exceeded(Prediction cells, double... values) {
        double[] above = new double[hidden.length];
        double[] atLeast = new double[hidden.length];
        for (int k = 0; k < hidden.length; k++) {
            above[k] = cells.exceedance(hidden[k], values[k]);
            double before = cells.exceedance(hidden[k], Math.nextDown(values[k]));
            atLeast[k] = before - above[k] > ATOM ? before : above[k];
        }
        return new Exceeded(above, atLeast);
    }

    /** Returns the share of numbers from 0 to 1 in each of ten equal parts. */
    static double[] tenths(double... below) {
        double[] shares = new double[TENTHS];
        for (double u : below) {
            shares[Math.min((int) (TENTHS * u), TENTHS - 1)] += 1.0 / below.length;
        }
        return shares;
    }

    private TransformHistogram transforms(Exceeded actual, Exceeded... drawn) {
        double[][] shares = new double[drawn.length][];
        Arrays.setAll(shares, k -> tenths(transformed(drawn[k], ties.fold(k))));
        Interval[] band = band(shares, estimates(shares, TENTHS));
        return new TransformHistogram(
                Arrays.stream(tenths(transformed(actual, ties))).boxed().toList(), List.of(band));
    }

    /** Returns the probabilities that each draw reaches if it takes the place of the truth. */
    private Exceeded[] eachDraw(FieldForecast forecast) {
        double[][] draws = draws(forecast);
        return IntStream.range(0, draws.length)
                .parallel()
                .mapToObj(k -> exceeded(
                        forecast.cells() instanceof EnsemblePrediction ensemble
                                ? ensemble.without(k)
                                : forecast.cells(),
                        draws[k]))
                .toArray(Exceeded[]::new);
    }

    private static Estimate[] estimates(double[][] drawn, int count) {
        Estimate[] estimates = new Estimate[count];
        Arrays.setAll(
                estimates,
                l -> Estimate.of(
                        Arrays.stream(drawn).mapToDouble(each -> each[l]).toArray()));
        return estimates;
    }

    private static double[] farthest(double[][] drawn, Estimate... estimates) {
        return Arrays.stream(drawn)
                .mapToDouble(each -> farthest(each, estimates))
                .sorted()
                .toArray();
    }

    private static Interval[] band(double[][] drawn, Estimate... estimates) {
        double reach = SampleQuantile.of(farthest(drawn, estimates), BAND);
        Interval[] band = new Interval[estimates.length];
        Arrays.setAll(
                band,
                l -> new Interval(
                        Math.max(0, estimates[l].mean() - reach * estimates[l].standardDeviation()),
                        Math.min(1, estimates[l].mean() + reach * estimates[l].standardDeviation())));
        return band;
    }

    /** Returns the draws in the cells without a gauge. */
    private double[][] draws(FieldForecast forecast) {
        int count = forecast.draws().shape().dim(0);
        double[] values = forecast.draws().toDoubles();
        double[][] draws = new double[count][hidden.length];
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < hidden.length; i++) {
                draws[k][i] = values[k * truth.length + hidden[i]];
            }
        }
        return draws;
    }

    private static CoverageBand coverage(Exceeded actual, Exceeded... each) {
        double[] covered = covered(actual);
        double[][] drawn = Arrays.stream(each).map(ForecastScoring::covered).toArray(double[][]::new);
        Estimate[] estimates = estimates(drawn, LEVELS.length);
        double observed = farthest(covered, estimates);
        long beyond = Arrays.stream(farthest(drawn, estimates))
                .filter(farthest -> farthest >= observed)
                .count();
        return new CoverageBand(LEVELS.clone(), covered, band(drawn, estimates), (beyond + 1.0) / (drawn.length + 1));
    }

    /** Returns the share of cells inside the central interval of each level. */
    private static double[] covered(Exceeded exceeded) {
        int count = exceeded.above.length;
        double[] shares = new double[LEVELS.length];
        for (int k = 0; k < count; k++) {
            double off = Math.max(exceeded.above[k] - 0.5, 0.5 - exceeded.atLeast[k]);
            for (int l = 0; l < LEVELS.length; l++) {
                shares[l] += off <= LEVELS[l] / 2 ? 1 : 0;
            }
        }
        Arrays.setAll(shares, l -> shares[l] / count);
        return shares;
    }

    private static double farthest(double[] covered, Estimate... estimates) {
        double farthest = 0;
        for (int l = 0; l < covered.length; l++) {
            double off = Math.abs(covered[l] - estimates[l].mean());
            farthest = Math.max(farthest, off > 0 ? off / estimates[l].standardDeviation() : 0);
        }
        return farthest;
    }
}
