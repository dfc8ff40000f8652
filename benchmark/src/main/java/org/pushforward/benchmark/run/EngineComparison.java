package org.pushforward.benchmark.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.report.agreement.EngineAgreement;

/** The differences between the results of one model on several engines. */
final class EngineComparison {
    /**
     * Training is chaotic: later losses differ because rounding errors grow, so they do not indicate errors of an
     * engine.
     */
    private static final int FIRST_LOSSES = 10;

    private EngineComparison() {}

    /** Compares the results of a model on each pair of engines. */
    static List<EngineAgreement> of(String comparison, List<Trial.TrialOutcome> outcomes) {
        List<Trial.TrialOutcome> trained =
                outcomes.stream().filter(outcome -> !outcome.losses().isEmpty()).toList();
        List<EngineAgreement> agreements = new ArrayList<>();
        for (int i = 0; i < trained.size(); i++) {
            for (int j = i + 1; j < trained.size(); j++) {
                agreements.add(agreement(comparison, trained.get(i), trained.get(j)));
            }
        }
        return agreements;
    }

    private static EngineAgreement agreement(String comparison, Trial.TrialOutcome a, Trial.TrialOutcome b) {
        int count = FIRST_LOSSES;
        double losses = 0;
        for (Map.Entry<String, double[]> entry : a.losses().entrySet()) {
            double[] others = b.losses().get(entry.getKey());
            count = Math.min(count, Math.min(entry.getValue().length, others.length));
            for (int i = 0; i < count; i++) {
                losses = Math.max(losses, difference(entry.getValue()[i], others[i]));
            }
        }
        return new EngineAgreement(
                comparison,
                a.result().title(),
                a.result().engine(),
                b.result().engine(),
                count,
                losses,
                largest(numbers(a.result()), numbers(b.result())));
    }

    private static double largest(List<Double> a, List<Double> b) {
        double largest = a.isEmpty() || a.size() != b.size() ? Double.NaN : 0;
        for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
            largest = Math.max(largest, difference(a.get(i), b.get(i)));
        }
        return largest;
    }

    /** Returns the scores of a model, in the same order on every engine. */
    private static List<Double> numbers(ModelResult result) {
        List<Double> numbers = new ArrayList<>();
        result.density().ifPresent(density -> numbers.add(mean(density.byUnit())));
        for (SamplerResult sampler : result.samplers()) {
            for (Scores scores : sampler.scores()) {
                numbers.add(scores.slicedWasserstein());
                numbers.add(scores.maxSlicedWasserstein());
            }
        }
        result.posterior().ifPresent(posterior -> {
            numbers.add(mean(posterior.model().rankedProbability()));
            numbers.add(mean(posterior.model().squaredError()));
        });
        return numbers;
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    private static double difference(double a, double b) {
        return a == b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
    }
}
