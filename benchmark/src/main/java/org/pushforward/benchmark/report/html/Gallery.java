package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.tensor.HostArray;

/** Real samples of one data set and samples of every model, side by side. If there are several engines, each model has a row. */
final class Gallery {
    private final ComparisonResult comparison;
    private final Engines engines;
    private final Painter painter;

    Gallery(ComparisonResult comparison, Engines engines) {
        this.comparison = comparison;
        this.engines = engines;
        this.painter = Painter.of(comparison);
    }

    /** Returns the pictures with their captions, and the legend below them. */
    List<Element> toElements() {
        Element real = panel(comparison.realSamples(), "Real", "held-out samples");
        Map<String, Element> rows = new LinkedHashMap<>();
        rows.put("", panels().add(real));
        for (Ranking.Entry entry : Ranking.of(comparison).entries()) {
            ModelResult model = entry.model();
            String row = engines.several() ? model.title() + ", " + entry.sampler() : "";
            rows.computeIfAbsent(row, absent -> panels())
                    .add(panel(
                            entry.samples().samples(),
                            engines.title(model, entry.samples()),
                            entry.trainings().size() > 1 ? "training " + model.number() : "generated"));
        }
        List<Element> elements = new ArrayList<>(rows.values());
        painter.legend()
                .ifPresent(legend ->
                        elements.add(Element.of("div").with("class", "scale").add(legend)));
        return elements;
    }

    private static Element panels() {
        return Element.of("div").with("class", "panels");
    }

    private Element panel(HostArray samples, String title, String subtitle) {
        String remark = painter.remark(samples).map(text -> "; " + text).orElse("");
        return Element.of("figure")
                .with("class", "panel")
                .add(
                        Element.of("figcaption")
                                .add(Element.of("strong", title), Element.of("span", subtitle + remark)),
                        painter.figure(samples, title, samples == comparison.realSamples()));
    }
}
