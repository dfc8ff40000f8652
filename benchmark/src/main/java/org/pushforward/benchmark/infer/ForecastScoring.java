package org.pushforward.benchmark.infer;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.pushforward.benchmark.infer.gauges.GaugedCells;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.benchmark.report.inference.TransformHistogram;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.calibration.EnergyScore;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.zoo.field.kriging.Prediction;

/**
 * Scores forecasts of one field against the truth, in the cells without a gauge.
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

    private final double[] truth;
    private final int[] hidden;
    private final int[] block;

    private ForecastScoring(double[] truth, int[] hidden, int[] block) {
        this.truth = truth;
        this.hidden = hidden;
        this.block = block;
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

    /** Returns the scores of a forecast. */
    ForecastScores of(FieldForecast forecast) {
        double[] mean = forecast.cells().mean();
        double[] crps = forecast.cells().crps(truth);
        double squares = 0;
        double[] sums = new double[BLOCKS * BLOCKS];
        int[] counts = new int[sums.length];
        for (int k = 0; k < hidden.length; k++) {
            int i = hidden[k];
            squares += (mean[i] - truth[i]) * (mean[i] - truth[i]);
            sums[block[k]] += crps[i];
            counts[block[k]]++;
        }
        double[] blocks = IntStream.range(0, sums.length)
                .filter(b -> counts[b] > 0)
                .mapToDouble(b -> sums[b] / counts[b])
                .toArray();
        return new ForecastScores(
                Math.sqrt(squares / hidden.length),
                Arrays.stream(sums).sum() / hidden.length,
                EnergyScore.fair(
                        draws(forecast),
                        Arrays.stream(hidden).mapToDouble(i -> truth[i]).toArray()),
                coverage(forecast),
                transforms(forecast),
                blocks);
    }

    /** Returns the probability below the truth in each cell without a gauge. */
    double[] below(FieldForecast forecast) {
        return below(
                forecast.cells(),
                Arrays.stream(hidden).mapToDouble(i -> truth[i]).toArray());
    }

    private double[] below(Prediction cells, double... values) {
        double[] below = new double[hidden.length];
        Arrays.setAll(below, k -> 1 - cells.exceedance(hidden[k], values[k]));
        return below;
    }

    /** Returns the share of numbers from 0 to 1 in each of ten equal parts. */
    static double[] tenths(double... below) {
        double[] shares = new double[TENTHS];
        for (double u : below) {
            shares[Math.min((int) (TENTHS * u), TENTHS - 1)] += 1.0 / below.length;
        }
        return shares;
    }

    private TransformHistogram transforms(FieldForecast forecast) {
        double[][] drawn = eachDraw(forecast, (cells, values) -> tenths(below(cells, values)));
        Estimate[] estimates = estimates(drawn, TENTHS);
        Interval[] band = band(drawn, estimates);
        return new TransformHistogram(
                Arrays.stream(tenths(below(forecast))).boxed().toList(), List.of(band));
    }

    /** Returns what a function of a prediction and of values says if each draw takes the place of the truth. */
    private double[][] eachDraw(FieldForecast forecast, BiFunction<Prediction, double[], double[]> function) {
        double[][] draws = draws(forecast);
        boolean exact = !(forecast.cells() instanceof EnsemblePrediction);
        return IntStream.range(0, draws.length)
                .parallel()
                .mapToObj(k -> function.apply(
                        exact ? forecast.cells() : EnsemblePrediction.without(forecast.draws(), k), draws[k]))
                .toArray(double[][]::new);
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

    private CoverageBand coverage(FieldForecast forecast) {
        double[] covered = covered(
                forecast.cells(),
                Arrays.stream(hidden).mapToDouble(i -> truth[i]).toArray());
        double[][] drawn = eachDraw(forecast, this::covered);
        Estimate[] estimates = estimates(drawn, LEVELS.length);
        double observed = farthest(covered, estimates);
        long beyond = Arrays.stream(farthest(drawn, estimates))
                .filter(each -> each >= observed)
                .count();
        return new CoverageBand(LEVELS.clone(), covered, band(drawn, estimates), (beyond + 1.0) / (drawn.length + 1));
    }

    /** Returns the share of cells inside the central interval of each level: those whose distribution function is near enough to 1/2. */
    private double[] covered(Prediction cells, double... values) {
        double[] shares = new double[LEVELS.length];
        for (int k = 0; k < hidden.length; k++) {
            double off = Math.abs(cells.exceedance(hidden[k], values[k]) - 0.5);
            for (int l = 0; l < LEVELS.length; l++) {
                shares[l] += off <= LEVELS[l] / 2 ? 1 : 0;
            }
        }
        Arrays.setAll(shares, l -> shares[l] / hidden.length);
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
