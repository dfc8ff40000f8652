package org.pushforward.benchmark.report.inference;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.metrics.inference.Estimate;

/**
 * The comparison of methods on gauges that were left out. Neighboring gauges depend on each other, so standard errors over gauges are
 * somewhat too small.
 *
 * @param folds the number of parts that the gauges were divided into, each predicted from the others
 * @param scores the scores of the methods that were compared
 * @param leftOut why methods were not compared, by name
 */
public record HeldOutComparison(int folds, List<HeldOutScores> scores, Map<String, String> leftOut) {
    /** Differences of fewer standard errors are not reported as differences. */
    private static final double TOLD = 2;

    /** Copies the lists. */
    public HeldOutComparison {
        scores = List.copyOf(scores);
        leftOut = Map.copyOf(leftOut);
    }

    /** Returns how each method compares with the first one. */
    public String verdict() {
        if (scores.size() < 2) {
            return "No methods were compared on gauges that were left out.";
        }
        HeldOutScores first = scores.get(0);
        return "By CRPS of " + first.crps().length + " gauges that were left out, compared with " + first.name() + ": "
                + scores.stream()
                        .skip(1)
                        .map(each -> each.name() + " " + words(each.minus(first), each, first))
                        .collect(Collectors.joining("; "))
                + ".";
    }

    private static String words(Estimate difference, HeldOutScores own, HeldOutScores first) {
        double share = own.meanCrps().mean() / first.meanCrps().mean() - 1;
        boolean told = Math.abs(difference.mean()) > TOLD * difference.standardError();
        String amount = Numbers.percent(Math.abs(share), 0) + " " + (share > 0 ? "higher" : "lower") + ", "
                + Numbers.withError(difference.mean(), difference.standardError()) + " over gauges";
        return (told ? difference.mean() > 0 ? "is worse (" : "is better (" : "cannot be told apart (") + amount + ")";
    }
}
