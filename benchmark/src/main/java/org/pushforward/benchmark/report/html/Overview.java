package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.SamplerResult;
import org.pushforward.benchmark.report.chart.Element;

/** All models on all data sets at a glance: each score as a multiple of its floor, the best of a data set in bold. */
final class Overview {
    private Overview() {}

    /** Returns the table, if anything was scored. */
    static Optional<Element> of(Report report, Engines engines) {
        List<ComparisonResult> comparisons = report.comparisons().stream()
                .filter(comparison -> comparison.models().stream()
                        .anyMatch(model -> !model.samplers().isEmpty()))
                .toList();
        Map<String, double[]> rows = new LinkedHashMap<>();
        double[] best = new double[comparisons.size()];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        for (int i = 0; i < best.length; i++) {
            double floor = comparisons.get(i).floor().slicedWasserstein();
            for (ModelResult model : Engines.byModel(comparisons.get(i)).toList()) {
                for (SamplerResult sampler : model.samplers()) {
                    double ratio = sampler.scores().slicedWasserstein() / floor;
                    rows.computeIfAbsent(engines.title(model, sampler), absent -> missing(best.length))[i] = ratio;
                    best[i] = Double.isFinite(ratio) ? Math.min(best[i], ratio) : best[i];
                }
            }
        }
        Table table = new Table("Sliced W₂ as a multiple of the floor, which real data reach: 1 is as good as real")
                .words("model");
        comparisons.forEach(comparison -> table.numbers(comparison.title()));
        rows.forEach((title, ratios) -> {
            List<Element> cells = new ArrayList<>(List.of(Element.of("span", title)));
            for (int i = 0; i < ratios.length; i++) {
                String text = Double.isNaN(ratios[i]) ? "–" : ScoreTable.ratio(ratios[i], 1);
                boolean isBest = text.equals(ScoreTable.ratio(best[i], 1));
                cells.add(Element.of(isBest ? "strong" : "span", text));
            }
            table.row(cells);
        });
        return comparisons.isEmpty() ? Optional.empty() : Optional.of(table.toElement());
    }

    private static double[] missing(int count) {
        double[] values = new double[count];
        Arrays.fill(values, Double.NaN);
        return values;
    }
}
