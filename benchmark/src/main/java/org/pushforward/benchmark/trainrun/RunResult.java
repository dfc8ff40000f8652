package org.pushforward.benchmark.trainrun;

import java.util.Map;
import java.util.Optional;
import org.pushforward.checkpoint.RecordJson;

/**
 * What {@code result.json} says, written each time that training ends.
 *
 * @param ending why it ended, such as completed
 * @param failure what went wrong, if something did
 * @param iterations how many iterations were done in all
 * @param seconds the time of training in the process that ended it
 * @param losses the last value of each loss
 * @param validation the last value of each loss on held-out rows
 * @param logLikelihood the mean log-density of the rows for the end in nats, if the model has a density
 * @param logLikelihoodError its standard error
 * @param slicedWasserstein the sliced Wasserstein distance of order 2 of samples to the rows for the end
 * @param slicedWassersteinFloor the distance between two halves of them
 */
public record RunResult(
        String ending,
        Optional<String> failure,
        long iterations,
        double seconds,
        Map<String, Double> losses,
        Map<String, Double> validation,
        Optional<Double> logLikelihood,
        Optional<Double> logLikelihoodError,
        Optional<Double> slicedWasserstein,
        Optional<Double> slicedWassersteinFloor) {
    static final RecordJson<RunResult> JSON = RecordJson.of(RunResult.class);

    /** Copies the maps. */
    public RunResult {
        losses = Map.copyOf(losses);
        validation = Map.copyOf(validation);
    }
}
