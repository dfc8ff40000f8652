package org.pushforward.benchmark.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.TransformSettings;
import org.pushforward.benchmark.infer.gauges.GaugeSet;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.gauges.SimulatedGauges;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.report.inference.ForecastScores;
import org.pushforward.random.RandomKey;

/**
 * A simulated field with its gauges and its truth, to judge methods by.
 *
 * @param field the field as methods see it
 * @param truth its values, row by row
 */
public record SimulatedCase(GaugedField field, double[] truth) {

    /** Returns the case that settings and a key determine. */
    public static SimulatedCase of(GaugeData.Simulated settings, RandomKey key) {
        GaugeSet set = SimulatedGauges.of(settings, new TransformSettings.None(), key);
        GaugeSet.Truth truth = set.truth().orElseThrow();
        return new SimulatedCase(
                new GaugedField(
                        truth.grid(), set.gauges(), set.units(), truth.scale().orElseThrow(), truth.known()),
                truth.values());
    }

    /** Returns the scores of a forecast in the cells without a gauge. */
    public ForecastScores scores(FieldForecast forecast) {
        return ForecastScoring.of(field, truth).of(forecast);
    }

    /** Returns the share of the cells without a gauge whose truth lies in each tenth of their distribution. */
    public List<Double> tenths(FieldForecast forecast) {
        return Arrays.stream(
                        ForecastScoring.tenths(ForecastScoring.of(field, truth).below(forecast)))
                .boxed()
                .toList();
    }

    /** Returns the covariance that the field was simulated with. */
    public Optional<GaugedField.KnownField> known() {
        return field.known();
    }
}
