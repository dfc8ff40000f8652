package org.pushforward.benchmark.report.html;

import java.util.List;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.inference.HeldOutComparison;
import org.pushforward.benchmark.report.inference.HeldOutScores;

/** The section about gauges that were left out. */
final class HeldOutTable {
    private HeldOutTable() {}

    static Element of(HeldOutComparison comparison) {
        HeldOutScores first = comparison.scores().get(0);
        HtmlTable table = new HtmlTable("Predictions of " + first.crps().length + " gauges, divided into "
                        + comparison.folds()
                        + " parts, each predicted from the others, in the unit of the data; lower is better, except for"
                        + " coverage")
                .words("method")
                .numbers("CRPS")
                .numbers("minus that of " + first.name())
                .numbers("mean absolute error")
                .numbers("inside 90 % interval")
                .numbers("seconds");
        for (HeldOutScores each : comparison.scores()) {
            table.row(List.of(
                            each.name(),
                            Numbers.withError(
                                    each.meanCrps().mean(), each.meanCrps().standardError()),
                            each == first
                                    ? "–"
                                    : Numbers.withError(
                                            each.minus(first).mean(),
                                            each.minus(first).standardError()),
                            Numbers.withError(
                                    each.meanError().mean(), each.meanError().standardError()),
                            Numbers.percent(each.covered90(), 0),
                            Numbers.fixed(each.seconds(), 1))
                    .stream()
                    .map(text -> Element.of("span", text))
                    .toList());
        }
        Element section = Element.of("div").add(table.toElement());
        if (!comparison.leftOut().isEmpty()) {
            Element list = Element.of("ul");
            comparison.leftOut().forEach((name, why) -> list.add(Element.of("li", name + " was not compared: " + why)));
            section.add(list);
        }
        return section.add(
                Element.of("p", comparison.verdict()),
                Element.of(
                                "p",
                                "Everything that a method estimates is estimated again without the gauges that it predicts,"
                                        + " except for the transform. Gauges are often denser than the places that you care"
                                        + " about, so errors elsewhere are larger. Numbers after ± are standard errors over"
                                        + " gauges; neighbors depend on each other, so they are somewhat too small.")
                        .with("class", "note"));
    }
}
