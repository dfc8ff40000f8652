package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.NullBand;

/** An overview of all models on all data sets: each score as a multiple of the typical score of real data. */
final class Overview {
    private Overview() {}

    /** Returns the table; empty if there are no scores. */
    static Optional<Element> of(Report report, Engines engines) {
        List<Ranking> rankings = report.comparisons().stream()
                .map(Ranking::of)
                .filter(ranking -> !ranking.entries().isEmpty())
                .toList();
        if (rankings.isEmpty()) {
            return Optional.empty();
        }
        List<ComparisonResult> comparisons =
                rankings.stream().map(Ranking::comparison).toList();
        Map<String, Element[]> rows = new LinkedHashMap<>();
        for (int i = 0; i < comparisons.size(); i++) {
            for (Ranking.Entry entry : rankings.get(i).entries()) {
                rows.computeIfAbsent(
                                        engines.title(entry.model(), entry.samples()),
                                        absent -> new Element[comparisons.size()])[i] =
                        cell(rankings.get(i), entry);
            }
        }
        HtmlTable table =
                new HtmlTable("Sliced W₂ as a multiple of the typical score of fresh real data").words("model");
        comparisons.forEach(comparison -> table.numbers(engines.heading(comparison, report)));
        rows.forEach((title, scores) -> {
            List<Element> cells = new ArrayList<>(List.of(Element.of("span", title)));
            for (Element score : scores) {
                cells.add(score == null ? Element.of("span", "–") : score);
            }
            table.row(cells);
        });
        return Optional.of(Element.of("div")
                .add(
                        table.toElement(),
                        Element.of(
                                        "p",
                                        "Lower is better, and 1 is typical of real data. Entries are "
                                                + spread(rankings)
                                                + bold(rankings)
                                                + " A * marks scores within the band of real"
                                                + " data.")
                                .with("class", "note")));
    }

    private static String spread(List<Ranking> rankings) {
        int trainings = rankings.stream().mapToInt(Ranking::trainings).max().orElse(0);
        return trainings == 1
                ? "mean ± standard deviation over the sets of one training"
                : "mean ± standard deviation over " + trainings + " trainings";
    }

    /** Explains bold if any column was tested, and names the columns if not all were. */
    private static String bold(List<Ranking> rankings) {
        long tested = rankings.stream().filter(Ranking::isTested).count();
        if (tested == 0) {
            return ". Nothing is bold: a comparison needs at least two models, each with two or more trainings.";
        }
        return ". Bold marks the best entry of a column and every entry that does not differ significantly from it"
                + (tested < rankings.size()
                        ? ", in columns with two models or more that were all trained twice or more."
                        : ".");
    }

    private static Element cell(Ranking ranking, Ranking.Entry entry) {
        Estimate estimate = entry.estimate(Scores.DistanceKind.SLICED);
        Optional<Double> real =
                ranking.comparison().real().band(Scores.DistanceKind.SLICED, 1).map(NullBand::typical);
        boolean within = ranking.place(entry, Scores.DistanceKind.SLICED)
                .filter(place -> place == Ranking.BandPosition.WITHIN)
                .isPresent();
        String text = real.map(typical ->
                                Numbers.withError(estimate.mean() / typical, estimate.standardDeviation() / typical))
                        .orElse("–")
                + (within ? " *" : "");
        return Element.of(ranking.isAmongBest(entry, Scores.DistanceKind.SLICED) ? "strong" : "span", text);
    }
}
