package org.pushforward.benchmark.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.pushforward.benchmark.report.ComparisonResult;
import org.pushforward.benchmark.report.DensityRanking;
import org.pushforward.benchmark.report.Infilling;
import org.pushforward.benchmark.report.ModelResult;
import org.pushforward.benchmark.report.Ranking;
import org.pushforward.benchmark.report.Report;
import org.pushforward.benchmark.report.Scores;
import org.pushforward.benchmark.report.agreement.AgreementMatrix;
import org.pushforward.benchmark.report.agreement.EngineAgreement;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.metrics.calibration.CoverageBand;
import org.pushforward.metrics.inference.CrossedMean;
import org.pushforward.metrics.inference.Estimate;

/** A report as plain text: a table of scores and times for each comparison. */
final class Summary {
    private static final String[] COLUMNS = {
        "model",
        "engine",
        "sampler",
        "SW2",
        "/real",
        "band",
        "best",
        "max-SW2",
        "log p",
        "modes",
        "its/s",
        "train s",
        "sample s"
    };

    private Summary() {}

    static String of(Report report) {
        StringBuilder text = new StringBuilder();
        for (ComparisonResult comparison : report.comparisons()) {
            text.append('\n')
                    .append(comparison.name())
                    .append(": ")
                    .append(heading(comparison))
                    .append("\n");
            text.append(scores(comparison));
            text.append(posterior(comparison));
            text.append(failures(comparison));
        }
        if (!report.agreements().isEmpty()) {
            text.append("\nEngines: largest relative difference of the first losses, and of the scores\n");
            text.append(agreements(report));
            text.append(pairs(new AgreementMatrix(report.agreements())));
        }
        text.append('\n')
                .append(report.name())
                .append(": ")
                .append(report.status().label());
        text.append(format(", %.1f s in all\n", report.wallTime().toMillis() / 1000.0));
        return text.toString();
    }

    private static String heading(ComparisonResult comparison) {
        String truth = comparison.expectedLogDensity().isPresent()
                ? format(
                        ", true log p %.3f nats",
                        comparison.expectedLogDensity().getAsDouble())
                : "";
        // The band that scores are compared with: the band of a mean over equally many sets.
        int averaged = comparison.blocks() > 0
                ? 1
                : comparison.sets() * Ranking.of(comparison).trainings();
        String real = comparison
                .real()
                .band(Scores.DistanceKind.SLICED, averaged)
                .map(band -> format(
                        ", real data SW2 %.4f (%.4f to %.4f%s)",
                        band.typical(),
                        band.band().low(),
                        band.band().high(),
                        averaged == 1 ? "" : " for means of " + averaged + " sets"))
                .orElse("");
        return format("%d sets of %d held-out samples%s%s", comparison.sets(), comparison.testSamples(), real, truth);
    }

    private static String scores(ComparisonResult comparison) {
        TextTable table = new TextTable(3, COLUMNS);
        Ranking ranking = Ranking.of(comparison);
        DensityRanking densities = DensityRanking.of(comparison);
        for (Ranking.Entry entry : ranking.entries()) {
            table.row(scored(comparison, ranking, densities, entry));
        }
        for (ModelResult model : comparison.models()) {
            if (model.samplers().isEmpty() && model.number() == 1) {
                table.row(unscored(model));
            }
        }
        return table + legend(ranking);
    }

    private static String[] scored(
            ComparisonResult comparison, Ranking ranking, DensityRanking densities, Ranking.Entry entry) {
        ModelResult model = entry.model();
        Estimate sliced = entry.estimate(Scores.DistanceKind.SLICED);
        Estimate largest = entry.estimate(Scores.DistanceKind.MAX_SLICED);
        return new String[] {
            model.title(),
            model.engine(),
            model.ending() == ModelResult.TrainingEnding.CANCELLED ? entry.sampler() + " (cancelled)" : entry.sampler(),
            ascii(Numbers.withError(sliced.mean(), sliced.standardDeviation())),
            ratio(comparison, sliced),
            ranking.place(entry, Scores.DistanceKind.SLICED)
                    .map(Ranking.BandPosition::label)
                    .orElse(""),
            ranking.isAmongBest(entry, Scores.DistanceKind.SLICED) ? "*" : "",
            ascii(Numbers.withError(largest.mean(), largest.standardDeviation())),
            densities
                    .standardized(model)
                    .map(mean -> ascii(Numbers.withError(mean.mean(), mean.standardError())))
                    .orElse(""),
            entry.samples()
                    .modes()
                    .map(modes -> modes.present() + "/" + modes.total())
                    .orElse(""),
            rate(model),
            seconds(model.training()),
            seconds(entry.samples().sampling())
        };
    }

    /** Returns the row of a model without scored samples. */
    private static String[] unscored(ModelResult model) {
        String instead = model.posterior().isPresent()
                ? "(posterior)"
                : "(" + model.ending().label() + ")";
        String[] row = new String[COLUMNS.length];
        Arrays.fill(row, "");
        row[0] = model.title();
        row[1] = model.engine();
        row[2] = instead;
        row[COLUMNS.length - 3] = rate(model);
        row[COLUMNS.length - 2] = seconds(model.training());
        return row;
    }

    private static String legend(Ranking ranking) {
        String spread = ranking.trainings() == 1
                ? "  one training of each model: +- is the standard deviation over sets"
                : format("  +- is the standard deviation over %d trainings", ranking.trainings());
        return spread
                + ranking.detectableRatio(Scores.DistanceKind.SLICED)
                        .map(ratio -> format(
                                "; * is the best or not significantly worse; a factor of %s between two would be found"
                                        + " with probability %.0f %%\n",
                                Numbers.significant(ratio, 3), 100 * Ranking.POWER))
                        .orElse("; no model is marked as best\n");
    }

    private static String rate(ModelResult model) {
        return model.iterations() == 0 ? "" : format("%.0f", model.iterationsPerSecond());
    }

    private static String ratio(ComparisonResult comparison, Estimate sliced) {
        return comparison
                .real()
                .band(Scores.DistanceKind.SLICED, 1)
                .map(band -> ascii(
                        Numbers.withError(sliced.mean() / band.typical(), sliced.standardDeviation() / band.typical())))
                .orElse("");
    }

    private static String ascii(String text) {
        return text.replace("\u00b1", "+-").replace('\u2212', '-');
    }

    private static String posterior(ComparisonResult comparison) {
        StringBuilder text = new StringBuilder();
        comparison.models().stream()
                .filter(model -> model.posterior().isPresent())
                .collect(Collectors.groupingBy(
                        model -> model.title() + " on " + model.engine(),
                        LinkedHashMap::new,
                        Collectors.mapping(model -> model.posterior().orElseThrow(), Collectors.toList())))
                .forEach((name, trainings) -> text.append(posterior(name, new Infilling(trainings))));
        return text.toString();
    }

    private static String posterior(String name, Infilling infilling) {
        StringBuilder text = new StringBuilder();
        text.append(format("  %s, %d fields: CRPS %s", name, infilling.first().fields(), crps(infilling, 0)));
        for (int i = 1; i < infilling.names().size(); i++) {
            text.append(format(
                    "; %s %s (p %.2g)",
                    infilling.names().get(i), crps(infilling, i), infilling.pValues()[i - 1]));
        }
        if (infilling.hasIntervals(0)) {
            CoverageBand coverage = infilling.coverage(0);
            text.append(format(
                    "; 90 %% intervals cover %.1f %%, curve %s the band (p %.2g)",
                    100 * coverage.covered()[infilling.ninety()],
                    coverage.holds() ? "inside" : "not entirely inside",
                    coverage.pValue()));
        }
        return text.append('\n').toString();
    }

    private static String crps(Infilling infilling, int number) {
        CrossedMean mean = infilling.rankedProbability(number);
        return ascii(Numbers.withError(mean.mean(), mean.standardError()));
    }

    private static String failures(ComparisonResult comparison) {
        StringBuilder text = new StringBuilder();
        for (ModelResult model : comparison.models()) {
            if (model.failure().isPresent()) {
                text.append(format(
                        "  %s on %s failed after %d iterations%s\n",
                        model.title(),
                        model.engine(),
                        model.iterations(),
                        model.samplers().isEmpty() ? "" : "; the parameters learned by then are scored"));
            }
        }
        return text.toString();
    }

    private static String agreements(Report report) {
        TextTable table = new TextTable(3, "comparison", "model", "engines", "losses", "scores");
        for (EngineAgreement agreement : report.agreements()) {
            table.row(
                    agreement.comparison(),
                    agreement.model(),
                    agreement.reference() + ", " + agreement.backend(),
                    format("%.1e", agreement.losses()),
                    format("%.1e", agreement.scores()));
        }
        return table.toString();
    }

    private static String pairs(AgreementMatrix matrix) {
        if (!matrix.hasSeveralPairs()) {
            return "";
        }
        List<String> header = new ArrayList<>(List.of("first losses, largest"));
        header.addAll(matrix.engines());
        TextTable table = new TextTable(1, header.toArray(String[]::new));
        for (String row : matrix.engines()) {
            List<String> words = new ArrayList<>(List.of(row));
            for (String column : matrix.engines()) {
                OptionalDouble largest = matrix.largest(row, column, EngineAgreement::losses);
                words.add(largest.isPresent() ? format("%.1e", largest.getAsDouble()) : "");
            }
            table.row(words.toArray(String[]::new));
        }
        return "\n" + table;
    }

    private static String seconds(Duration duration) {
        return format("%.1f", duration.toMillis() / 1000.0);
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
