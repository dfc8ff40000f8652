package org.pushforward.benchmark.infer;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pushforward.benchmark.infer.config.MethodSettings;
import org.pushforward.benchmark.infer.config.TransformSettings;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.GaugeSet;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.report.inference.ForecastResult;
import org.pushforward.benchmark.report.inference.GaugeMark;
import org.pushforward.benchmark.report.inference.InferenceReport;
import org.pushforward.benchmark.report.inference.MapFrame;
import org.pushforward.benchmark.report.inference.MapQuantity;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;

/** Scores the forecasts of an inference and makes its report. A method whose forecast cannot be scored has failed. */
final class InferenceReporting {
    private static final int SAMPLES = 4;

    private final PreparedInference prepared;
    private final InferenceRun.InferenceOutcome outcome;
    private final Map<MethodSettings, ForecastResult> results = new LinkedHashMap<>();
    private final Map<String, String> failures;

    /** Scores the forecasts. */
    InferenceReporting(PreparedInference prepared, InferenceRun.InferenceOutcome outcome) {
        this.prepared = prepared;
        this.outcome = outcome;
        this.failures = new LinkedHashMap<>(outcome.failures());
        Optional<ForecastScoring> scoring = prepared.truth().map(truth -> ForecastScoring.of(prepared.field(), truth));
        outcome.forecasts().forEach((method, timed) -> {
            try {
                results.put(method, result(method, timed, scoring));
            } catch (OutOfMemoryError e) {
                failures.put(method.title(), MethodFailure.of(e));
            } catch (RuntimeException e) {
                failures.put(method.title(), MethodFailure.of(e));
            }
        });
    }

    /** Returns the result of each method that has not failed. */
    Map<MethodSettings, ForecastResult> results() {
        return results;
    }

    /** Returns whether a method has failed. */
    boolean failed() {
        return !failures.isEmpty();
    }

    /**
     * Returns the report.
     *
     * @param command the words of the command
     */
    InferenceReport report(List<String> command) {
        Map<String, String> leftOut = new LinkedHashMap<>(outcome.leftOut());
        failures.forEach((name, why) -> leftOut.put(name, "failed: " + why));
        return new InferenceReport(
                prepared.settings().name(),
                prepared.description(),
                facts(),
                prepared.warnings(),
                frame(),
                quantity(),
                prepared.truth(),
                marks(),
                prepared.thresholds(),
                List.copyOf(results.values()),
                outcome.heldOut(),
                leftOut,
                prepared.study(),
                outcome.interrupted(),
                command.stream()
                        .map(word -> word.matches("[\\w./=:@%+,-]+") ? word : "'" + word + "'")
                        .collect(Collectors.joining(" ")),
                prepared.settings().toYaml());
    }

    private ForecastResult result(MethodSettings method, InferenceRun.Timed timed, Optional<ForecastScoring> scoring) {
        FieldForecast forecast = timed.forecast();
        int cells = prepared.field().grid().cells();
        double[] draws = forecast.draws().toDoubles();
        return new ForecastResult(
                method.title(),
                method instanceof MethodSettings.Amortized || method instanceof MethodSettings.Guided,
                timed.seconds(),
                forecast.cells().mean(),
                forecast.cells().deviation(),
                prepared.thresholds().stream()
                        .map(threshold -> forecast.cells().exceedance(threshold))
                        .toList(),
                IntStream.range(0, Math.min(SAMPLES, draws.length / cells))
                        .mapToObj(k -> Arrays.copyOfRange(draws, k * cells, (k + 1) * cells))
                        .toList(),
                scoring.map(each -> each.of(forecast)),
                forecast.parameters(),
                forecast.notes());
    }

    private MapFrame frame() {
        Grid grid = prepared.field().grid();
        double cell = Math.abs(grid.dx());
        return new MapFrame(
                grid.rows(),
                grid.columns(),
                grid.x0() - cell / 2,
                grid.y0() + cell / 2,
                cell,
                prepared.set().coordinates().x(),
                prepared.set().coordinates().y());
    }

    private MapQuantity quantity() {
        TransformSettings transform = prepared.settings().transform();
        MapQuantity.Stretch stretch = transform instanceof TransformSettings.Rooted
                ? MapQuantity.Stretch.SQUARE_ROOT
                : transform instanceof TransformSettings.Shifted log && log.offset() == 0
                        ? MapQuantity.Stretch.LOGARITHM
                        : MapQuantity.Stretch.LINEAR;
        return new MapQuantity(prepared.set().quantity(), prepared.set().unit(), stretch);
    }

    private List<GaugeMark> marks() {
        Measurements gauges = prepared.field().gauges();
        double[] data = prepared.data();
        return IntStream.range(0, data.length)
                .mapToObj(
                        k -> new GaugeMark(gauges.places().x(k), gauges.places().y(k), data[k]))
                .toList();
    }

    private Map<String, String> facts() {
        FieldScale scale = prepared.field().scale();
        String source = prepared.settings().scale().isPresent()
                ? "as stated in the settings"
                : prepared.set().truth().flatMap(GaugeSet.Truth::scale).isPresent()
                        ? "of the distribution that the field was drawn from"
                        : prepared.gauges() < FieldScale.FEWEST
                                ? "the mean of the gauges, and its absolute value"
                                : "those of the gauges";
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("gauges", String.valueOf(prepared.gauges()));
        facts.put("map", prepared.mapInWords());
        facts.put("transform", transform());
        facts.put(
                "scale",
                String.format(
                        Locale.ROOT,
                        "mean %.3g and standard deviation %.3g of the transformed field, %s",
                        scale.mean(),
                        scale.deviation(),
                        source));
        facts.put("learned prior", prepared.settings().model().orElse("the one that Pushforward contains"));
        facts.put("draws", prepared.settings().draws() + " from each posterior");
        facts.put(
                "run",
                "seed " + prepared.settings().run().seed() + ", "
                        + prepared.settings().run().backend());
        return facts;
    }

    private String transform() {
        TransformSettings transform = prepared.settings().transform();
        if (transform instanceof TransformSettings.Shifted log) {
            return log.offset() == 0 ? "logarithm" : "logarithm of the data plus " + log.offset();
        }
        if (transform instanceof TransformSettings.Rooted) {
            return "square root";
        }
        return transform instanceof TransformSettings.None ? "none" : "normal score of the gauges";
    }
}
