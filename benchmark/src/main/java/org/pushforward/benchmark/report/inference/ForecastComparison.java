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

    private static final String WHY_WORSE =
            "A learned method only approximates the posterior: in smooth fields with many gauges, the uncertainty that remains is"
                    + " as small as the errors of its network, and correlations that are longer than its windows are lost. ";

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

    /**
     * Returns the difference between the score of a forecast and that of the reference, with its standard error over blocks. A block counts
     * by its number of cells: of B blocks with n_b cells and mean differences d_b,
     *
     * <pre>
     * D = sum n_b d_b / sum n_b,   s^2 = B / (B - 1) sum n_b^2 (d_b - D)^2 / (sum n_b)^2
     * </pre>
     */
    public Optional<Estimate> difference(ForecastResult result) {
        Optional<ForecastResult> reference = reference();
        if (result.scores().isEmpty() || reference.isEmpty() || reference.get() == result) {
            return Optional.empty();
        }
        ForecastScores own = result.scores().get();
        double[] others = reference.get().scores().orElseThrow().blocks();
        int blocks = others.length;
        double cells = 0;
        double sum = 0;
        for (int b = 0; b < blocks; b++) {
            cells += own.counts()[b];
            sum += own.counts()[b] * (own.blocks()[b] - others[b]);
        }
        double difference = sum / cells;
        double squares = 0;
        for (int b = 0; b < blocks; b++) {
            double off = own.counts()[b] * (own.blocks()[b] - others[b] - difference);
            squares += off * off;
        }
        // The deviation whose standard error over blocks is s; NaN for a single block.
        double deviation = blocks / cells * Math.sqrt(squares / (blocks - 1));
        return Optional.of(new Estimate(difference, deviation, blocks));
    }

    /** Returns one sentence on each learned method, or why there is none. */
    public String verdict() {
        Optional<ForecastResult> reference = reference();
        if (reference.isEmpty()) {
            return "The truth is not known here, so this run cannot say which method is best.";
        }
        List<String> parts = new ArrayList<>();
        boolean worse = false;
        for (ForecastResult result : results) {
            Optional<Estimate> difference = result.learned() ? difference(result) : Optional.empty();
            difference.ifPresent(each -> parts.add(result.name() + " " + words(each, result)));
            worse |= difference
                    .filter(each -> isSignificant(each) && each.mean() > 0)
                    .isPresent();
        }
        if (parts.isEmpty()) {
            return "No learned method was scored.";
        }
        return "By CRPS in this one field, compared with " + reference.get().name() + ": " + String.join("; ", parts)
                + ". " + (worse ? WHY_WORSE : "") + "One field cannot rank methods.";
    }

    private static boolean isSignificant(Estimate difference) {
        return Math.abs(difference.mean()) > SIGNIFICANT * difference.standardError();
    }

    private String words(Estimate difference, ForecastResult result) {
        double base = reference().orElseThrow().scores().orElseThrow().rankedProbability();
        double share = result.scores().orElseThrow().rankedProbability() / base - 1;
        double error = difference.standardError();
        String size = Numbers.percent(Math.abs(share), 0) + " " + (share > 0 ? "higher" : "lower") + ", "
                + Numbers.withError(difference.mean(), error) + " over blocks of the map";
        if (!isSignificant(difference)) {
            return "cannot be told apart (" + size + ")";
        }
        return (difference.mean() > 0 ? "is worse (" : "is better (") + size + ")";
    }
}
