package org.pushforward.benchmark.report.html;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.LossCurve;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.LineChart;

/** The losses of the models on one data set: a small chart for each loss of each model, with a line for each engine. */
final class LossGallery {
    private LossGallery() {}

    /** Returns the charts; empty if there are no losses. */
    static Optional<Element> of(ComparisonResult comparison, Engines engines) {
        Map<String, Map<Integer, LossCurve>> charts = new LinkedHashMap<>();
        for (ModelResult model : comparison.models()) {
            if (model.number() > 1) {
                continue; // Shows the first training only.
            }
            for (LossCurve loss : model.losses()) {
                String title = model.losses().size() > 1 ? model.title() + ", " + kind(loss) : model.title();
                if (loss.values().size() > 1) {
                    charts.computeIfAbsent(title, absent -> new TreeMap<>()).put(engines.number(model), loss);
                }
            }
        }
        if (charts.isEmpty()) {
            return Optional.empty();
        }
        Element panels = Element.of("div").with("class", "panels");
        charts.forEach((title, curves) -> panels.add(Element.of("figure")
                .with("class", "panel")
                .add(
                        Element.of("figcaption").add(Element.of("strong", title)),
                        LineChart.of("Loss of " + title + " over the iterations of training", curves))));
        return Optional.of(panels);
    }

    // critic.0 to critic.4 are one loss that each iteration updates five times. The last update replaces the others.
    private static String kind(LossCurve loss) {
        return loss.name().replaceFirst("\\.\\d+(?= |$)", "");
    }
}
