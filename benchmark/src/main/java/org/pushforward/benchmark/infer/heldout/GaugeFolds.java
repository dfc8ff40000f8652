package org.pushforward.benchmark.infer.heldout;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.pushforward.backend.Cancellation;
import org.pushforward.benchmark.infer.gauges.FieldScale;
import org.pushforward.benchmark.infer.gauges.GaugedField;
import org.pushforward.benchmark.infer.method.FieldPosterior;
import org.pushforward.benchmark.report.inference.HeldOutScores;
import org.pushforward.metrics.calibration.RankedProbability;
import org.pushforward.metrics.inference.SampleQuantile;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.kriging.CrossValidation;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * Cross-validation over the gauges of a field whose truth is not known. The gauges are divided into folds at random. A method predicts the
 * gauges of each fold from those of all others, with everything that it estimates estimated again. Its forecast of a gauge consists of the
 * draws in the gauge's cell, each with noise of the gauge's own. A gauge measures the datum with noise, so the noise is added to the
 * transform of the drawn datum: where there is no rain, a noisy gauge may measure some.
 */
public final class GaugeFolds {
    private static final double LOW = 0.05;

    private final GaugedField field;
    private final boolean scaled;
    private final int draws;
    private final RandomKey key;
    private final int[] fold;
    private final int folds;

    /**
     * Divides the gauges of a field.
     *
     * @param field the field
     * @param scaled whether the scale of the field was estimated from its gauges, so that each fold needs its own
     * @param folds the number of folds, from 2 to the number of gauges
     * @param draws the number of draws of a forecast
     * @param key the key of all random numbers
     */
    public GaugeFolds(GaugedField field, boolean scaled, int folds, int draws, RandomKey key) {
        this.field = field;
        this.scaled = scaled;
        this.folds = folds;
        this.draws = draws;
        this.key = key;
        this.fold = CrossValidation.folds(field.gauges().count(), folds, key.fold("folds"));
    }

    /**
     * Returns the scores of a method.
     *
     * @param name its name
     * @throws IllegalArgumentException if the method cannot predict a fold; the message says why
     * @throws java.util.concurrent.CancellationException if a stop was requested
     */
    public HeldOutScores scores(String name, FieldPosterior method, Cancellation cancellation) {
        long start = System.nanoTime();
        int count = field.gauges().count();
        double[] crps = new double[count];
        double[] errors = new double[count];
        double[] below = new double[count];
        boolean[] covered = new boolean[count];
        for (int f = 0; f < folds; f++) {
            int current = f;
            GaugedField seen = without(
                    IntStream.range(0, count).filter(g -> fold[g] != current).toArray());
            method.obstacle(seen).ifPresent(why -> {
                throw new IllegalArgumentException(why);
            });
            RandomKey own = key.fold(name).fold(f);
            HostArray drawn = method.given(seen, draws, own, cancellation).draws();
            for (int g = 0; g < count; g++) {
                if (fold[g] == f) {
                    double[] forecast =
                            forecast(drawn, g, own.fold("noise of gauges").fold(g));
                    double truth = field.units().toData(field.gauges().value(g));
                    crps[g] = RankedProbability.fair(forecast, truth);
                    errors[g] = Math.abs(SampleQuantile.of(forecast, 0.5) - truth);
                    below[g] = Arrays.stream(forecast).filter(v -> v < truth).count() / (double) draws;
                    covered[g] =
                            truth >= SampleQuantile.of(forecast, LOW) && truth <= SampleQuantile.of(forecast, 1 - LOW);
                }
            }
        }
        return new HeldOutScores(name, crps, errors, below, covered, (System.nanoTime() - start) * 1e-9);
    }

    private GaugedField without(int... kept) {
        Measurements gauges = field.gauges().select(kept);
        return new GaugedField(
                field.grid(),
                gauges,
                field.units(),
                scaled ? FieldScale.of(gauges.values()) : field.scale(),
                field.known());
    }

    /** Returns the draws in the cell of a gauge, with its noise, in ascending order. */
    private double[] forecast(HostArray drawn, int gauge, RandomKey noise) {
        Measurements gauges = field.gauges();
        int cell = GaugedField.cell(
                field.grid(), gauges.places().x(gauge), gauges.places().y(gauge));
        double deviation = Math.sqrt(gauges.noise(gauge));
        double[] error = noise.normal(Shape.of(draws)).toDoubles();
        double[] forecast = new double[draws];
        for (int k = 0; k < draws; k++) {
            double value = drawn.get(k * field.grid().cells() + cell);
            forecast[k] =
                    deviation == 0 ? value : field.units().toData(field.units().toNormal(value) + deviation * error[k]);
        }
        Arrays.sort(forecast);
        return forecast;
    }
}
