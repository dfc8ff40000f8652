package org.pushforward.benchmark.trainrun;

import java.util.Map;
import java.util.Optional;
import org.pushforward.checkpoint.RecordJson;

/**
 * The contents of {@code result.json}, which is written whenever training ends.
 *
 * @param ending why training ended, for example {@code completed}
 * @param failure the error message, if training failed
 * @param iterations the total number of iterations
 * @param seconds the training time of the last process
 * @param losses the last value of each loss
 * @param validation the last value of each loss on held-out rows
 * @param logLikelihood the mean log-density of the test rows in nats, if the model has a density
 * @param logLikelihoodError the standard error of {@code logLikelihood}
 * @param slicedWasserstein the sliced Wasserstein distance of order 2 between samples and test rows
 * @param slicedWassersteinFloor the same distance between two halves of the test rows
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
