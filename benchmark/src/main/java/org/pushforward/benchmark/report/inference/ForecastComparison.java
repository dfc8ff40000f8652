package org.pushforward.benchmark.report.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.metrics.inference.Estimate;

/**
 * Compares the forecasts of one field by their continuous ranked probability scores. The uncertainty of a difference is its standard error
 * over blocks of the map. It is rough, because neighboring blocks depend on each other, and it does not extend to other fields.
 *
 * @param results the forecasts
 */
public record ForecastComparison(List<ForecastResult> results) {
    /** A difference of fewer standard errors may be chance. */
    private static final double SIGNIFICANT = 2;

    /** Returns the forecast that others are compared with: the first exact one that does not know the truth, or otherwise the first. */
    public Optional<ForecastResult> reference() {
        Optional<ForecastResult> fitted = results.stream()
                .filter(each -> each.scores().isPresent()
                        && !each.learned()
                        && !each.parameters().isEmpty())
                .findFirst();
        return fitted.or(
                () -> results.stream().filter(each -> each.scores().isPresent()).findFirst());
    }

    /** Returns the difference between the score of a forecast and that of the reference, with its standard error over blocks. */
    public Optional<Estimate> difference(ForecastResult result) {
        Optional<ForecastResult> reference = reference();
        if (result.scores().isEmpty() || reference.isEmpty() || reference.get() == result) {
            return Optional.empty();
        }
        double[] own = result.scores().get().blocks();
        double[] others = reference.get().scores().orElseThrow().blocks();
        double[] differences = new double[own.length];
        for (int i = 0; i < own.length; i++) {
            differences[i] = own[i] - others[i];
        }
        return Optional.of(Estimate.of(differences));
    }

    /** Returns one sentence on each learned method, or why there is none. */
    public String verdict() {
        Optional<ForecastResult> reference = reference();
        if (reference.isEmpty()) {
            return "The truth is not known here, so this run cannot say which method is best.";
        }
        List<String> parts = new ArrayList<>();
        results.stream().filter(ForecastResult::learned).forEach(result -> difference(result)
                .ifPresent(difference -> parts.add(result.name() + " " + words(difference, result))));
        if (parts.isEmpty()) {
            return "No learned method was scored.";
        }
        return "By CRPS in this one field, compared with " + reference.get().name() + ": " + String.join("; ", parts)
                + ". One field cannot rank methods.";
    }

    private String words(Estimate difference, ForecastResult result) {
        double base = reference().orElseThrow().scores().orElseThrow().rankedProbability();
        double share = result.scores().orElseThrow().rankedProbability() / base - 1;
        double error = difference.standardError();
        boolean significant = Math.abs(difference.mean()) > SIGNIFICANT * error;
        String size = Numbers.percent(Math.abs(share), 0) + " " + (share > 0 ? "higher" : "lower") + ", "
                + Numbers.withError(difference.mean(), error) + " over blocks of the map";
        if (!significant) {
            return "cannot be told apart (" + size + ")";
        }
        return (difference.mean() > 0 ? "is worse (" : "is better (") + size + ")";
    }
}
