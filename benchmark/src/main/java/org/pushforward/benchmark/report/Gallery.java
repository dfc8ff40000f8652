package org.pushforward.benchmark.report;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.tensor.HostArray;

/** Real samples of one data set and those of every model, side by side. */
final class Gallery {
    private Gallery() {}

    /** Returns the pictures with their captions, and the legend below them. */
    static List<Element> of(Comparison comparison, Engines engines) {
        Painter painter = Painter.of(comparison);
        Element panels = Element.of("div").with("class", "panels");
        panels.add(panel(painter, comparison.realSamples(), "Real", "held-out samples", true));
        for (ModelResult model : comparison.models()) {
            for (SamplerResult sampler : model.samplers()) {
                String ratio = ScoreTable.ratio(
                        sampler.scores().slicedWasserstein(), comparison.floor().slicedWasserstein());
                panels.add(panel(
                        painter, sampler.samples(), engines.title(model, sampler), ratio + " × the floor", false));
            }
        }
        List<Element> elements = new ArrayList<>(List.of(panels));
        painter.legend()
                .ifPresent(legend ->
                        elements.add(Element.of("div").with("class", "scale").add(legend)));
        return elements;
    }

    private static Element panel(Painter painter, HostArray samples, String title, String subtitle, boolean real) {
        String remark = painter.remark(samples).map(text -> "; " + text).orElse("");
        return Element.of("figure")
                .with("class", real ? "panel reference" : "panel")
                .add(
                        Element.of("figcaption")
                                .add(Element.of("strong", title), Element.of("span", subtitle + remark)),
                        painter.figure(samples, title, real));
    }
}
