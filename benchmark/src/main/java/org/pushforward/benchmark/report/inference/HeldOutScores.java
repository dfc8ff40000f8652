package org.pushforward.benchmark.report.inference;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.metrics.inference.Estimate;

/**
 * How a method predicted gauges that it had not seen, in the unit of the data.
 *
 * @param name the name of the method
 * @param crps the continuous ranked probability score of each gauge
 * @param errors the absolute error of the median at each gauge
 * @param below the share of draws below what each gauge measured
 * @param covered whether the central 90 % interval contains what each gauge measured
 * @param seconds how long it took
 */
public record HeldOutScores(
        String name, double[] crps, double[] errors, double[] below, boolean[] covered, double seconds) {

    /** Returns the mean score with its standard error over gauges. */
    public Estimate meanCrps() {
        return Estimate.of(crps);
    }

    /** Returns the mean absolute error with its standard error over gauges. */
    public Estimate meanError() {
        return Estimate.of(errors);
    }

    /** Returns the share of gauges inside their 90 % interval. */
    public double covered90() {
        return IntStream.range(0, covered.length).filter(g -> covered[g]).count() / (double) covered.length;
    }

    /** Returns the difference to the score of another method at the same gauges, with its standard error over gauges. */
    public Estimate minus(HeldOutScores other) {
        double[] differences = new double[crps.length];
        Arrays.setAll(differences, g -> crps[g] - other.crps[g]);
        return Estimate.of(differences);
    }
}
