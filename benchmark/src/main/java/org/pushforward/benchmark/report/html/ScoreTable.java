package org.pushforward.benchmark.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.DensityRanking;
import org.pushforward.benchmark.report.Field;
import org.pushforward.benchmark.report.ModeCount;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.report.chart.Axis;
import org.pushforward.benchmark.report.chart.Element;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.chart.Quantiles;
import org.pushforward.benchmark.report.chart.ScoreBar;
import org.pushforward.metrics.inference.CrossedMean;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Interval;
import org.pushforward.metrics.inference.NullBand;

/**
 * The scores of every sampler of every model on one data set over all trainings. The top rows give the scores of real data; bold
 * marks the best score and all scores that do not differ significantly from it.
 */
final class ScoreTable {
    private static final String NONE = "–";

    private final ComparisonResult comparison;
    private final Engines engines;
    private final Ranking ranking;
    private final DensityRanking densities;
    private final boolean likelihoods;
    private final boolean modes;

    ScoreTable(ComparisonResult comparison, Engines engines) {
        this.comparison = comparison;
        this.engines = engines;
        this.ranking = Ranking.of(comparison);
        this.densities = DensityRanking.of(comparison);
        this.likelihoods = comparison.expectedLogDensity().isPresent() || !densities.isEmpty();
        this.modes = ranking.entries().stream()
                .anyMatch(entry -> entry.samples().modes().isPresent());
    }

    Element toElement() {
        ScoreBar bar = bar();
        HtmlTable table = new HtmlTable(caption()).words("model").words("sampler");
        if (engines.several()) {
            table.words("engine");
        }
        for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
            table.numbers(kind.title());
            if (kind == Scores.DistanceKind.SLICED) {
                table.words("compared with real data");
            }
            if (kind == Scores.DistanceKind.SLICED) {
                table.numbers("÷ real");
            }
            table.words("real band");
        }
        if (likelihoods) {
            table.numbers("log p, nats" + standardizedUnit());
            if (densities.hasUnits()) {
                table.numbers("log p, nats, of " + field().unit());
            }
        }
        if (modes) {
            table.numbers("modes found, p for equal weights");
        }
        table.row("reference", freshRow(bar));
        if (!comparison.real().training().isEmpty()) {
            table.row("reference", trainingRow(bar));
        }
        List<ModelResult> failed = comparison.models().stream()
                .filter(model -> model.failure().isPresent()
                        || model.samplers().isEmpty() && model.posterior().isEmpty())
                .toList();
        ranking.entries().forEach(entry -> table.row(row(entry, bar)));
        failed.forEach(model -> table.row("failure", failure(model)));
        return table.toElement();
    }

    private String caption() {
        int trainings = ranking.trainings();
        String sets = comparison.sets() + " sets of " + Numbers.count(comparison.testSamples()) + " samples";
        String over = trainings == 1
                ? sets + " of one training; the spread between trainings is unknown"
                : trainings + " trainings, each the mean over " + sets;
        return "Scores on " + comparison.title() + "; for W₂, lower is better: mean ± standard deviation over " + over;
    }

    private String standardizedUnit() {
        return densities.hasUnits() ? ", of standardized log(1 + " + field().unit() + ")" : "";
    }

    private Field field() {
        return (Field) comparison.domain();
    }

    private ScoreBar bar() {
        Optional<Interval> band = ranking.band(Scores.DistanceKind.SLICED).map(NullBand::band);
        double[] logarithms = DoubleStream.concat(
                        band.stream().flatMapToDouble(ends -> DoubleStream.of(ends.low(), ends.high())),
                        ranking.entries().stream()
                                .map(entry -> entry.estimate(Scores.DistanceKind.SLICED))
                                .mapToDouble(Estimate::mean))
                .map(Math::log)
                .toArray();
        Quantiles quantiles = Quantiles.of(logarithms);
        return new ScoreBar(band, Axis.around(quantiles.at(0), quantiles.at(1), 0.08));
    }

    private List<Element> freshRow(ScoreBar bar) {
        List<Element> cells = reference("real data", "fresh");
        for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
            Optional<NullBand> band = ranking.band(kind);
            cells.add(
                    span(band.map(one -> Numbers.significant(one.typical(), 3)).orElse(NONE)));
            if (kind == Scores.DistanceKind.SLICED) {
                cells.add(bar.empty());
            }
            if (kind == Scores.DistanceKind.SLICED) {
                cells.add(span("1"));
            }
            cells.add(span(band.map(one -> Numbers.significant(one.band().low(), 2) + " to "
                            + Numbers.significant(one.band().high(), 2))
                    .orElse(NONE)));
        }
        if (likelihoods) {
            cells.add(span(
                    comparison.expectedLogDensity().isPresent()
                            ? Numbers.fixed(comparison.expectedLogDensity().getAsDouble(), 3)
                            : NONE));
            if (densities.hasUnits()) {
                cells.add(span(NONE));
            }
        }
        if (modes) {
            cells.add(span(ranking.entries().stream()
                    .flatMap(entry -> entry.samples().modes().stream())
                    .map(count -> count.total() + " of " + count.total())
                    .findFirst()
                    .orElse(NONE)));
        }
        return cells;
    }

    /** Returns the row that compares training data with held-out data: a model can hardly be expected to score better. */
    private List<Element> trainingRow(ScoreBar bar) {
        List<Element> cells = reference("training data", "as it is");
        for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
            Estimate estimate = Estimate.of(
                    comparison.real().training().stream().mapToDouble(kind::of).toArray());
            cells.add(span(Numbers.withError(estimate.mean(), estimate.standardDeviation())));
            if (kind == Scores.DistanceKind.SLICED) {
                cells.add(bar.of(estimate));
                cells.add(span(ratio(estimate)));
            }
            cells.add(span(NONE));
        }
        Stream.of(likelihoods, likelihoods && densities.hasUnits(), modes)
                .filter(Boolean::booleanValue)
                .forEach(column -> cells.add(span(NONE)));
        return cells;
    }

    private List<Element> reference(String name, String what) {
        List<Element> cells = new ArrayList<>(List.of(span(name), span(what)));
        if (engines.several()) {
            cells.add(span(NONE));
        }
        return cells;
    }

    private List<Element> row(Ranking.Entry entry, ScoreBar bar) {
        List<Element> cells =
                new ArrayList<>(List.of(span(entry.model().title() + missing(entry)), span(entry.sampler())));
        if (engines.several()) {
            cells.add(span(entry.model().engine()));
        }
        for (Scores.DistanceKind kind : Scores.DistanceKind.values()) {
            Estimate estimate = entry.estimate(kind);
            boolean bold = ranking.isAmongBest(entry, kind);
            cells.add(emphasized(Numbers.withError(estimate.mean(), estimate.standardDeviation()), bold));
            if (kind == Scores.DistanceKind.SLICED) {
                cells.add(bar.of(estimate));
                cells.add(emphasized(ratio(estimate), bold));
            }
            cells.add(span(
                    ranking.place(entry, kind).map(Ranking.BandPosition::label).orElse(NONE)));
        }
        if (likelihoods) {
            boolean bold = densities.isAmongBest(entry.model());
            cells.add(emphasized(nats(densities.standardized(entry.model())), bold));
            if (densities.hasUnits()) {
                cells.add(emphasized(nats(densities.inUnits(entry.model())), bold));
            }
        }
        if (modes) {
            cells.add(span(modes(entry)));
        }
        return cells;
    }

    /** Returns the smallest number of modes over trainings, and the smallest p-value for equal weights times the number of trainings. */
    private static String modes(Ranking.Entry entry) {
        List<ModeCount> counts = entry.modes();
        if (counts.isEmpty()) {
            return NONE;
        }
        int present = counts.stream().mapToInt(ModeCount::present).min().orElseThrow();
        double least = counts.stream().mapToDouble(ModeCount::pValue).min().orElseThrow();
        double corrected = Math.min(1, counts.size() * least);
        return present + " of " + counts.get(0).total() + ", p "
                + (corrected < 0.001 ? "< 0.001" : "= " + Numbers.significant(corrected, 2));
    }

    private String missing(Ranking.Entry entry) {
        return entry.trainings().size() < ranking.trainings()
                ? " (" + entry.trainings().size() + " of " + ranking.trainings() + " trainings)"
                : "";
    }

    private List<Element> failure(ModelResult model) {
        String number = ranking.trainings() > 1 ? ", training " + model.number() : "";
        List<Element> cells = new ArrayList<>(List.of(span(model.title() + number), span(NONE)));
        if (engines.several()) {
            cells.add(span(model.engine()));
        }
        cells.add(span(model.failure()
                .map(failure -> "failed: " + failure)
                .orElse("no samples: " + model.ending().label())));
        return cells;
    }

    private String ratio(Estimate estimate) {
        return comparison
                .real()
                .band(Scores.DistanceKind.SLICED, 1)
                .map(NullBand::typical)
                .map(real -> Numbers.withError(estimate.mean() / real, estimate.standardDeviation() / real))
                .orElse(NONE);
    }

    private static String nats(Optional<CrossedMean> value) {
        return value.map(mean -> Numbers.withError(mean.mean(), mean.standardError()))
                .orElse(NONE);
    }

    private static Element emphasized(String text, boolean best) {
        return best ? Element.of("strong", text) : span(text);
    }

    private static Element span(String text) {
        return Element.of("span", text);
    }
}
