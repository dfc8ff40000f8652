package org.pushforward.benchmark.infer.heldout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.FieldUnits;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.FieldForecast;
import org.pushforward.benchmark.infer.method.FieldPosterior;
import org.pushforward.benchmark.report.inference.HeldOutScores;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.kriging.NormalPrediction;

/** A method that sees which gauges it was given, on a row of 12 cells with a gauge in each. */
class GaugeFoldsTest {
    private static final int COUNT = 12;
    private static final int DRAWS = 400;

    /** Predicts N(mean of the gauges, deviation^2) everywhere, and remembers the fields that it was given. */
    private static final class Constant implements FieldPosterior {
        private final List<GaugedField> seen = new ArrayList<>();
        private final double deviation;

        Constant(double deviation) {
            this.deviation = deviation;
        }

        @Override
        public String name() {
            return "constant";
        }

        @Override
        public Optional<String> obstacle(GaugedField field) {
            return field.gauges().count() < 5 ? Optional.of("too few gauges") : Optional.empty();
        }

        @Override
        public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
            seen.add(field);
            double mean = Arrays.stream(field.gauges().values()).average().orElseThrow();
            double[] values = key.normal(Shape.of(draws * COUNT)).toDoubles();
            Arrays.setAll(values, i -> mean + deviation * values[i]);
            return new FieldForecast(
                    HostArray.wrap(Shape.of(draws, 1, COUNT), values),
                    new NormalPrediction(new double[COUNT], new double[COUNT]),
                    List.of(),
                    List.of(),
                    List.of());
        }
    }

    private static GaugedField field(double noise) {
        Grid line = new Grid(1, COUNT, 0, 0, 1, -1);
        double[] values = IntStream.range(0, COUNT).mapToDouble(i -> i * i).toArray();
        double[] variances = new double[COUNT];
        Arrays.fill(variances, noise);
        return new GaugedField(
                line,
                Measurements.withNoise(line.places(), values, variances),
                FieldUnits.plain(),
                FieldScale.of(values),
                Optional.empty());
    }

    private static HeldOutScores scores(Constant method, GaugedField field, boolean scaled, int folds) {
        return new GaugeFolds(field, scaled, folds, DRAWS, RandomKey.of(3))
                .scores("constant", method, new Cancellation());
    }

    @Test
    void noMethodSeesTheGaugesThatItPredicts() {
        Constant method = new Constant(1);
        HeldOutScores scores = scores(method, field(0), true, COUNT);
        assertThat(method.seen).hasSize(COUNT);
        for (int g = 0; g < COUNT; g++) {
            double truth = g * g;
            // The mean of the other eleven squares.
            double mean = (506 - truth) / 11;
            assertThat(scores.crps()[g]).isCloseTo(RankedProbability.ofNormal(mean, 1, truth), within(0.2));
            assertThat(scores.errors()[g]).isCloseTo(Math.abs(mean - truth), within(0.25));
            assertThat(scores.covered()[g]).isEqualTo(Math.abs(mean - truth) < 1.645);
        }
        assertThat(method.seen).allSatisfy(each -> {
            assertThat(each.gauges().count()).isEqualTo(COUNT - 1);
            assertThat(each.scale()).isEqualTo(FieldScale.of(each.gauges().values()));
        });
        assertThat(scores.meanCrps().count()).isEqualTo(COUNT);
    }

    @Test
    void aStatedScaleIsKept() {
        Constant method = new Constant(1);
        GaugedField field = field(0);
        scores(method, field, false, 4);
        assertThat(method.seen).hasSize(4).allSatisfy(each -> {
            assertThat(each.gauges().count()).isEqualTo(9);
            assertThat(each.scale()).isEqualTo(field.scale());
        });
    }

    /** A forecast of the field without uncertainty is one of the gauge with the gauge's noise. */
    @Test
    void theNoiseOfAGaugeBelongsToItsForecast() {
        double noise = 900;
        HeldOutScores scores = scores(new Constant(0), field(noise), true, COUNT);
        for (int g = 0; g < COUNT; g++) {
            double expected = RankedProbability.ofNormal((506 - g * g) / 11.0, Math.sqrt(noise), g * g);
            // Four standard errors of 400 draws.
            assertThat(scores.crps()[g]).isCloseTo(expected, within(4 * 30 / Math.sqrt(DRAWS)));
        }
        assertThat(scores.covered90()).isGreaterThan(0.7);
    }

    /** Simulations draw the noise of gauges with the key "noise", and the noise of a left-out gauge must not be the same. */
    @Test
    void theNoiseOfAForecastIsIndependentOfThatOfTheMethod() {
        FieldPosterior method = new FieldPosterior() {
            @Override
            public String name() {
                return "noisy";
            }

            @Override
            public FieldForecast given(GaugedField field, int draws, RandomKey key, Cancellation cancellation) {
                double[] values = new double[draws * COUNT];
                for (int g = 0; g < COUNT; g++) {
                    double[] error =
                            key.fold("noise").fold(g).normal(Shape.of(draws)).toDoubles();
                    for (int k = 0; k < draws; k++) {
                        values[k * COUNT + g] = g * g - 30 * error[k];
                    }
                }
                return new FieldForecast(
                        HostArray.wrap(Shape.of(draws, 1, COUNT), values),
                        new NormalPrediction(new double[COUNT], new double[COUNT]),
                        List.of(),
                        List.of(),
                        List.of());
            }
        };
        HeldOutScores scores =
                new GaugeFolds(field(900), true, 4, DRAWS, RandomKey.of(3)).scores("noisy", method, new Cancellation());
        // Two independent errors of 30 around the truth, and four standard errors; opposite errors would leave 0.
        double expected = RankedProbability.ofNormal(0, 30 * Math.sqrt(2), 0);
        for (double crps : scores.crps()) {
            assertThat(crps).isCloseTo(expected, within(4 * 30 * Math.sqrt(2) / Math.sqrt(DRAWS)));
        }
    }

    @Test
    void aMethodThatDoesNotApplyToAFoldIsRefused() {
        assertThatThrownBy(() -> scores(new Constant(1), small(), true, 2)).hasMessage("too few gauges");
    }

    private static GaugedField small() {
        GaugedField field = field(0);
        return new GaugedField(
                field.grid(), field.gauges().select(0, 1, 2, 3, 4, 5), field.units(), field.scale(), Optional.empty());
    }
}
