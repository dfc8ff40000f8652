package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.chart.CalibrationChart;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.HistogramChart;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.inference.ForecastComparison;
import org.pushforward.benchmark.report.inference.ForecastResult;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.ParameterSummary;

/** The tables and the calibration charts of the page about one inferred field. */
final class InferenceTables {
    private final InferenceReport report;
    private final ForecastComparison comparison;

    InferenceTables(InferenceReport report) {
        this.report = report;
        this.comparison = new ForecastComparison(report.results());
    }

    /** Returns the scores of all methods, or only their times if the truth is not known. */
    Element scores() {
        boolean known = report.results().stream().anyMatch(each -> each.scores().isPresent());
        HtmlTable table = new HtmlTable(
                        known
                                ? "Scores in the cells without a gauge, in the unit of the data; lower is better, except for coverage"
                                : "The truth is not known, so there are no scores")
                .words("method");
        if (known) {
            table.numbers("CRPS")
                    .numbers("minus that of "
                            + comparison.reference().map(ForecastResult::name).orElse("none"))
                    .numbers("root mean square error")
                    .numbers("energy score")
                    .numbers("inside 50 % interval")
                    .numbers("inside 90 % interval");
        }
        table.numbers("seconds");
        report.results().forEach(result -> table.row(row(result, known)));
        Element section = Element.of("div").add(table.toElement());
        Element notes = Element.of("ul");
        report.results().forEach(result -> result.notes()
                .forEach(note -> notes.add(Element.of("li", result.name() + ": " + note))));
        section.add(notes);
        if (known) {
            section.add(Element.of(
                            "p",
                            "CRPS, the continuous ranked probability score, rates the whole predicted distribution of each cell;"
                                    + " for a prediction without uncertainty it is the absolute error. The energy score rates"
                                    + " whole fields. The error of a difference is its standard error over 16 blocks of the map."
                                    + " It is rough, because blocks depend on each other. In parentheses is the range in"
                                    + " which the share of cells would lie in nine of ten fields if the posterior were right;"
                                    + " one field is little evidence, so the range is wide.")
                    .with("class", "note"));
        }
        return section;
    }

    private List<Element> row(ForecastResult result, boolean known) {
        List<String> texts = new ArrayList<>(List.of(result.name()));
        if (known) {
            ForecastScores scores = result.scores().orElseThrow();
            texts.add(Numbers.significant(scores.rankedProbability(), 3));
            texts.add(comparison
                    .difference(result)
                    .map(each -> Numbers.withError(each.mean(), each.standardError()))
                    .orElse("–"));
            texts.add(Numbers.significant(scores.rootMeanSquare(), 3));
            texts.add(Numbers.significant(scores.energy(), 3));
            texts.add(covered(scores, 0.5));
            texts.add(covered(scores, 0.9));
        }
        texts.add(Numbers.fixed(result.seconds(), 1));
        return texts.stream().map(text -> Element.of("span", text)).toList();
    }

    private static String covered(ForecastScores scores, double level) {
        return Numbers.percent(scores.covered(level), 0) + " ("
                + Numbers.fixed(100 * scores.lowest(level), 0) + " to "
                + Numbers.percent(scores.highest(level), 0) + ")";
    }

    /** Returns the calibration curves, if the truth is known. */
    Optional<Element> calibration() {
        if (report.results().stream().noneMatch(each -> each.scores().isPresent())) {
            return Optional.empty();
        }
        Element panels = Element.of("div").with("class", "panels");
        for (ForecastResult result : report.results()) {
            result.scores().ifPresent(scores -> {
                String judged = scores.coverage().holds() ? "inside the band" : "not entirely inside the band";
                panels.add(Element.of("figure")
                        .with("class", "panel")
                        .add(
                                Element.of("figcaption")
                                        .add(Element.of("strong", result.name()), Element.of("span", judged)),
                                CalibrationChart.of(
                                        "Calibration of " + result.name() + ": the curve is " + judged,
                                        Map.of(0, scores.coverage())),
                                HistogramChart.of(
                                        "Probability integral transforms of " + result.name() + ": the shares are "
                                                + (scores.transforms().holds()
                                                        ? "inside the band"
                                                        : "not all inside the band"),
                                        scores.transforms())));
            });
        }
        return Optional.of(Element.of("div")
                .add(
                        Element.of(
                                "p",
                                "The share of cells inside their central interval, at each nominal probability. The band"
                                        + " contains the whole curve in nine of ten fields drawn from the same posterior. A"
                                        + " curve above it indicates intervals that are wider than necessary, a curve below it"
                                        + " intervals that are too narrow. The histogram shows the share of cells whose truth"
                                        + " lies in each tenth of the forecast, with the band of fields drawn from it. A slope"
                                        + " indicates a bias, a hill intervals that are too wide, a valley ones that are too"
                                        + " narrow."),
                        panels));
    }

    /** Returns the parameters, if a method has any. */
    Optional<Element> parameters() {
        HtmlTable table = new HtmlTable(
                        "Parameters of the covariance in transformed units. The nugget and the variance are"
                                + " squares of them, and the range has the unit of the map")
                .words("method")
                .words("parameter")
                .numbers("estimate or median")
                .numbers("90 % interval")
                .numbers("R-hat")
                .numbers("effective draws");
        boolean any = false;
        for (ForecastResult result : report.results()) {
            for (ParameterSummary parameter : result.parameters()) {
                any = true;
                table.row(List.of(
                        Element.of("span", result.name()),
                        Element.of("span", parameter.name()),
                        Element.of("span", Numbers.significant(parameter.median(), 3)),
                        Element.of("span", interval(parameter)),
                        Element.of(
                                "span",
                                parameter
                                        .scaleReduction()
                                        .map(value -> Numbers.fixed(value, 2))
                                        .orElse("–")),
                        Element.of(
                                "span",
                                parameter
                                        .effective()
                                        .map(value -> Numbers.fixed(value, 0))
                                        .orElse("–"))));
            }
        }
        return any
                ? Optional.of(Element.of("div")
                        .add(
                                table.toElement(),
                                Element.of(
                                                "p",
                                                "R-hat compares parallel chains from different starts; above 1.05 they disagree,"
                                                        + " and longer chains are needed. Effective draws are the independent"
                                                        + " draws that the chains are worth.")
                                        .with("class", "note")))
                : Optional.empty();
    }

    private static String interval(ParameterSummary parameter) {
        return parameter
                .low()
                .flatMap(low -> parameter
                        .high()
                        .map(high -> Numbers.significant(low, 2) + " to " + Numbers.significant(high, 2)))
                .orElse("–");
    }

    /** Returns the methods that were left out, if there are any. */
    Optional<Element> leftOut() {
        if (report.leftOut().isEmpty()) {
            return Optional.empty();
        }
        Element list = Element.of("ul");
        report.leftOut().forEach((name, why) -> list.add(Element.of("li", name + ": " + why)));
        return Optional.of(Element.of("div").add(Element.of("h2", "Left out"), list));
    }
}
