package org.pushforward.benchmark.infer.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.config.StudySettings;
import org.pushforward.benchmark.report.chart.Numbers;
import org.pushforward.benchmark.report.inference.StudyTable;
import org.pushforward.metrics.inference.Estimate;
import org.pushforward.metrics.inference.Uniformity;

/** Summarizes the lines of a study in a table. The unit of every uncertainty is the field: the cells of one field are not independent. */
final class StudySummary {
    /** Two standard errors. */
    private static final double REACH = 2;
    /** Fewer fields give no reliable standard error. */
    private static final int FEWEST = 10;

    private final StudySettings settings;
    private final List<StudyLine> lines;
    private final String reference;

    private StudySummary(StudySettings settings, List<StudyLine> lines) {
        this.settings = settings;
        this.lines = lines;
        this.reference = new MethodSettings.FullBayes().title();
    }

    static StudyTable of(StudySettings settings, List<StudyLine> lines, String command) {
        StudySummary summary = new StudySummary(settings, lines);
        List<List<String>> rows = new ArrayList<>();
        for (boolean stationary : new boolean[] {true, false}) {
            for (MethodSettings method : summary.methods()) {
                List<StudyLine.FieldResult> results = summary.results(stationary, method.title());
                if (!results.isEmpty()) {
                    rows.add(summary.row(stationary, method.title(), results));
                }
            }
        }
        return new StudyTable(
                "Calibration over many simulated fields",
                summary.note(command),
                summary.verdict(),
                summary.columns(),
                rows);
    }

    private List<String> columns() {
        return List.of(
                "fields",
                "method",
                "number",
                "CRPS",
                "/ full Bayes",
                "RMSE",
                "energy",
                "in 50 %",
                "in 90 %",
                "truth in each tenth, %",
                "power low/mid/high",
                "variogram " + distances().map(String::valueOf).collect(Collectors.joining("/")),
                "ranks uniform, p");
    }

    private Stream<Integer> distances() {
        return Texture.distances(settings.size(), settings.size()).stream();
    }

    private List<MethodSettings> methods() {
        return Stream.concat(settings.methods().stream(), settings.slow().stream())
                .toList();
    }

    private List<StudyLine.FieldResult> results(boolean stationary, String method) {
        return of(stationary, method).stream()
                .map(line -> line.result().orElseThrow())
                .toList();
    }

    /** Returns the lines with a result, by field. */
    private List<StudyLine> of(boolean stationary, String method) {
        return lines.stream()
                .filter(line -> line.stationary() == stationary && line.method().equals(method))
                .filter(line ->
                        line.field() < settings.fields() && line.result().isPresent())
                .sorted((a, b) -> Integer.compare(a.field(), b.field()))
                .toList();
    }

    private List<String> row(boolean stationary, String method, List<StudyLine.FieldResult> results) {
        return List.of(
                kind(stationary),
                method,
                String.valueOf(results.size()),
                estimate(results, StudyLine.FieldResult::crps, 1, 3),
                ratio(stationary, method).map(ScoreRatio::text).orElse("-"),
                estimate(results, StudyLine.FieldResult::rmse, 1, 3),
                estimate(results, StudyLine.FieldResult::energy, 1, 2),
                estimate(results, StudyLine.FieldResult::covered50, 100, 1),
                estimate(results, StudyLine.FieldResult::covered90, 100, 1),
                tenths(results),
                ratios(results, Texture::drawnPower, Texture::truePower),
                ratios(results, Texture::drawnVariogram, Texture::trueVariogram),
                // A stationary covariance has no true value in a field that is not stationary.
                stationary ? ranks(results) : "-");
    }

    private static String kind(boolean stationary) {
        return stationary ? "stationary" : "not stationary";
    }

    /** Returns the mean and its standard error over fields. */
    private static String estimate(
            List<StudyLine.FieldResult> results,
            ToDoubleFunction<StudyLine.FieldResult> score,
            double unit,
            int decimals) {
        Estimate estimate = Estimate.of(
                results.stream().mapToDouble(score).map(v -> v * unit).toArray());
        String mean = Numbers.fixed(estimate.mean(), decimals);
        return estimate.count() < 2 ? mean : mean + " ± " + Numbers.fixed(estimate.standardError(), decimals);
    }

    private static String tenths(List<StudyLine.FieldResult> results) {
        return IntStream.range(0, results.get(0).tenths().size())
                .mapToObj(k -> Numbers.fixed(
                        100
                                * results.stream()
                                        .mapToDouble(each -> each.tenths().get(k))
                                        .average()
                                        .orElseThrow(),
                        0))
                .collect(Collectors.joining(" "));
    }

    /** Returns the sums of the draws divided by those of the truths. */
    private static String ratios(
            List<StudyLine.FieldResult> results,
            Function<Texture, List<Double>> drawn,
            Function<Texture, List<Double>> actual) {
        return IntStream.range(0, drawn.apply(results.get(0).texture()).size())
                .mapToObj(k -> {
                    double draws = results.stream()
                            .mapToDouble(each -> drawn.apply(each.texture()).get(k))
                            .sum();
                    double truths = results.stream()
                            .mapToDouble(each -> actual.apply(each.texture()).get(k))
                            .sum();
                    return Numbers.fixed(draws / truths, 2);
                })
                .collect(Collectors.joining(" "));
    }

    private static String ranks(List<StudyLine.FieldResult> results) {
        return results.stream()
                .flatMap(each -> each.ranks().keySet().stream())
                .distinct()
                .map(name -> {
                    double[] ranks = results.stream()
                            .filter(each -> each.ranks().containsKey(name))
                            .mapToDouble(each -> each.ranks().get(name))
                            .toArray();
                    return name + " " + Numbers.fixed(Uniformity.of(ranks).kolmogorovP(), 2);
                })
                .collect(Collectors.collectingAndThen(Collectors.joining(", "), text -> text.isEmpty() ? "-" : text));
    }

    /** A ratio of mean scores over the same fields, and its standard error by the delta method. */
    private record ScoreRatio(double value, double error, int fields) {
        String text() {
            return Double.isNaN(error)
                    ? Numbers.fixed(value, 3)
                    : Numbers.fixed(value, 3) + " ± " + Numbers.fixed(error, 3);
        }
    }

    /** Returns the CRPS of a method divided by that of full Bayes on the same fields. */
    private Optional<ScoreRatio> ratio(boolean stationary, String method) {
        List<double[]> pairs = of(stationary, method).stream()
                .flatMap(line -> lines.stream()
                        .filter(other -> other.isOf(line.field(), reference))
                        .filter(other -> other.result().isPresent())
                        .map(other -> new double[] {
                            line.result().orElseThrow().crps(),
                            other.result().orElseThrow().crps()
                        }))
                .toList();
        if (pairs.isEmpty() || method.equals(reference)) {
            return Optional.empty();
        }
        double[] below = pairs.stream().mapToDouble(pair -> pair[1]).toArray();
        double mean = Arrays.stream(below).average().orElseThrow();
        double value = pairs.stream().mapToDouble(pair -> pair[0]).average().orElseThrow() / mean;
        double[] off =
                pairs.stream().mapToDouble(pair -> pair[0] - value * pair[1]).toArray();
        return Optional.of(new ScoreRatio(value, Estimate.of(off).standardError() / mean, off.length));
    }

    private String verdict() {
        List<String> parts = new ArrayList<>();
        for (boolean stationary : new boolean[] {true, false}) {
            for (MethodSettings method : methods()) {
                if (isCompared(method)) {
                    ratio(stationary, method.title())
                            .filter(ratio -> !Double.isNaN(ratio.error()))
                            .ifPresent(ratio -> parts.add(sentence(stationary, method.title(), ratio)));
                }
            }
        }
        return parts.isEmpty()
                ? "The study has not compared a learned posterior with full Bayes yet."
                : String.join(" ", parts);
    }

    private static boolean isCompared(MethodSettings method) {
        return method instanceof MethodSettings.LocalBayes
                || method instanceof MethodSettings.Amortized
                || method instanceof MethodSettings.Guided;
    }

    private static String sentence(boolean stationary, String method, ScoreRatio ratio) {
        double percent = 100 * (ratio.value() - 1);
        double error = 100 * ratio.error();
        String fields = "On " + (stationary ? "stationary" : "non-stationary") + " fields, '" + method + "'";
        String amount = String.format(Locale.ROOT, "%.1f ± %.1f %%", Math.abs(percent), error);
        if (ratio.fields() < FEWEST) {
            return fields + " has a CRPS that is " + (percent < 0 ? "lower" : "higher") + " than that of full Bayes by "
                    + amount + ", but " + ratio.fields() + " fields are too few to judge.";
        }
        if (Math.abs(percent) <= REACH * error) {
            return fields + " and full Bayes cannot be told apart (CRPS " + (percent < 0 ? "lower" : "higher") + " by "
                    + amount + ").";
        }
        return fields + (percent < 0 ? " beats full Bayes" : " is worse than full Bayes") + " by " + amount
                + " of CRPS.";
    }

    private String note(String command) {
        long fields = lines.stream()
                .filter(line -> line.field() < settings.fields())
                .mapToInt(StudyLine::field)
                .distinct()
                .count();
        Set<String> shown = methods().stream().map(MethodSettings::title).collect(Collectors.toSet());
        long failures = lines.stream()
                .filter(line -> line.field() < settings.fields() && shown.contains(line.method()))
                .filter(line -> line.failure().isPresent())
                .count();
        String failed = failures == 0
                ? ""
                : " In " + failures + (failures == 1 ? " case" : " cases")
                        + " a method could not predict a field; results.jsonl says why.";
        return String.format(
                Locale.ROOT,
                "%d simulated fields of %d x %d cells with %d to %d gauges and %d draws of each posterior, scored in the cells"
                        + " without a gauge. Numbers after ± are standard errors over fields. Power and variogram are those of the"
                        + " draws divided by those of the truth, at frequencies below 0.1, below 0.25 and above, and at distances"
                        + " of %s cells. Ranks are those of the true covariance among the draws of full Bayes; a p-value"
                        + " near 0 would mean that they are not uniform.%s Command: %s",
                fields,
                settings.size(),
                settings.size(),
                settings.fewest(),
                settings.most(),
                settings.draws(),
                distances()
                        .map(String::valueOf)
                        .collect(Collectors.joining(", ", "", ""))
                        .replaceFirst(", (\\d+)$", " and $1"),
                failed,
                command);
    }
}
