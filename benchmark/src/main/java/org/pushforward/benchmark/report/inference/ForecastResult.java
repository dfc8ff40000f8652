package org.pushforward.benchmark.report.inference;

import java.util.List;
import java.util.Optional;

/**
 * What one method predicted for a map, in the unit of the data. Maps are row by row from the north.
 *
 * @param name the name of the method
 * @param learned whether its prior was learned
 * @param seconds how long it took
 * @param mean the posterior mean of each cell
 * @param deviation the posterior standard deviation of each cell
 * @param exceedance the probability that each cell exceeds each threshold
 * @param samples some draws
 * @param scores the scores, if the truth is known
 * @param parameters what was learned about parameters, possibly nothing
 * @param notes what a reader must know
 */
public record ForecastResult(
        String name,
        boolean learned,
        double seconds,
        double[] mean,
        double[] deviation,
        List<double[]> exceedance,
        List<double[]> samples,
        Optional<ForecastScores> scores,
        List<ParameterSummary> parameters,
        List<String> notes) {
    /** Copies the lists. */
    public ForecastResult {
        exceedance = List.copyOf(exceedance);
        samples = List.copyOf(samples);
        parameters = List.copyOf(parameters);
        notes = List.copyOf(notes);
    }
}
