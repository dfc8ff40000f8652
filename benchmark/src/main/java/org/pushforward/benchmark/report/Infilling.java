package org.pushforward.benchmark.report;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.inference.CrossedMean;
import org.pushforward.metrics.inference.DetectableDifference;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Holm;
import org.pushforward.random.RandomKey;

/**
 * The scores of a conditional model that fills in fields, over its trainings, compared with baselines field by field.
 *
 * @param trainings the result of each training, one or more, on the same fields with the same observed cells
 */
public record Infilling(List<PosteriorResult> trainings) {
    /** The probability that the band contains the whole coverage curve of a calibrated posterior. */
    public static final double LEVEL = 0.95;

    private static final RandomKey KEY = RandomKey.of(0).fold("coverage band");

    /** Refuses an empty list. */
    public Infilling {
        trainings = List.copyOf(trainings);
        if (trainings.isEmpty()) {
            throw new IllegalArgumentException("infilling without a training: expected 1 or more");
        }
    }

    /** Returns the first training. */
    public PosteriorResult first() {
        return trainings.get(0);
    }

    /** Returns the names: the model at position 0, followed by the baselines. */
    public List<String> names() {
        return IntStream.rangeClosed(0, first().baselines().size())
                .mapToObj(i -> scores(first(), i).name())
                .toList();
    }

    private static FieldScores scores(PosteriorResult result, int number) {
        return number == 0 ? result.model() : result.baselines().get(number - 1);
    }

    /** Returns the mean ranked probability score of the model or of a baseline, with its standard error over fields and trainings. */
    public CrossedMean rankedProbability(int number) {
        return CrossedMean.of(table(number, FieldScores::rankedProbability));
    }

    /** Returns the mean difference of ranked probability scores, model minus baseline, paired by field. */
    public CrossedMean advantage(int baseline) {
        double[][] model = table(0, FieldScores::rankedProbability);
        double[][] other = table(baseline, FieldScores::rankedProbability);
        double[][] difference = new double[model.length][model[0].length];
        for (int s = 0; s < model.length; s++) {
            for (int f = 0; f < model[s].length; f++) {
                difference[s][f] = model[s][f] - other[s][f];
            }
        }
        return CrossedMean.of(difference);
    }

    /** Returns the p-values of the differences from the baselines, with Holm's correction. */
    public double[] pValues() {
        return Holm.adjusted(IntStream.rangeClosed(1, first().baselines().size())
                .mapToDouble(baseline -> advantage(baseline).pValue())
                .toArray());
    }

    /** Returns the difference from a baseline that the test finds with probability {@link Ranking#POWER}; NaN if all differences are equal. */
    public double detectableAdvantage(int baseline) {
        CrossedMean mean = advantage(baseline);
        return mean.standardError() > 0
                ? new DetectableDifference(
                                mean.standardError(),
                                mean.degreesOfFreedom(),
                                Ranking.LEVEL / first().baselines().size())
                        .at(Ranking.POWER)
                : Double.NaN;
    }

    /** Returns the root mean square error of the model or of a baseline. */
    public double rootMeanSquare(int number) {
        return Math.sqrt(
                CrossedMean.of(table(number, FieldScores::squaredError)).mean());
    }

    private double[][] table(int number, Function<FieldScores, double[]> scores) {
        return trainings.stream()
                .map(training -> scores.apply(scores(training, number)))
                .toArray(double[][]::new);
    }

    /** Returns whether the model or a baseline has intervals for two fields or more, so that their coverage can be tested. */
    public boolean hasIntervals(int number) {
        return scores(first(), number).covered().length > 1;
    }

    /** Returns the coverage of intervals of the model or of a baseline with the band of a calibrated posterior. */
    public CoverageBand coverage(int number) {
        int fields = first().fields();
        double[] levels = first().levels();
        double[][] covered = new double[fields][levels.length];
        for (int f = 0; f < fields; f++) {
            for (int i = 0; i < levels.length; i++) {
                int field = f;
                int level = i;
                covered[f][i] = Estimate.of(trainings.stream()
                                .mapToDouble(
                                        training -> scores(training, number).covered()[field][level])
                                .toArray())
                        .mean();
            }
        }
        return CoverageBand.of(covered, levels, LEVEL, KEY);
    }

    /** Returns the position of the level nearest to 0.9. */
    public int ninety() {
        double[] levels = first().levels();
        return IntStream.range(0, levels.length)
                .reduce((a, b) -> Math.abs(levels[b] - 0.9) < Math.abs(levels[a] - 0.9) ? b : a)
                .orElseThrow();
    }

    /** Returns the share of cells inside the intervals whose level is nearest to 0.9; NaN if there are none. */
    public double ninetyCovered(int number) {
        return hasIntervals(number) ? coverage(number).covered()[ninety()] : Double.NaN;
    }
}
