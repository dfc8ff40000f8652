package org.pushforward.benchmark.infer.gauges;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.TransformSettings;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Measurements;
import org.pushforward.zoo.field.prior.FieldPrior;
import org.pushforward.zoo.field.prior.FieldSimulator;
import org.pushforward.zoo.field.prior.SimulatedField;

/**
 * Simulates a field from the distribution that the learned prior was trained on, with ranges in proportion to its size, and measures it.
 */
public final class SimulatedGauges {
    /** The size of the map that the ranges of the usual prior are for. */
    private static final double SIDE = 32;

    private SimulatedGauges() {}

    /** Returns the gauges of a field; it and its gauges depend only on the settings and the key. */
    public static GaugeSet of(GaugeData.Simulated settings, TransformSettings transform, RandomKey key) {
        if (transform instanceof TransformSettings.Ranked) {
            throw new IllegalArgumentException(
                    "transform 'normal-score' of a simulated field: expected one that does not"
                            + " depend on data, such as 'none', 'square-root' or 'log'");
        }
        FieldUnits units = new FieldUnits(transform.of());
        FieldScale scale = new FieldScale(settings.mean(), settings.deviation());
        int size = settings.size();
        // The simulator counts rows from south to north.
        Grid grid = new Grid(size, size, 0, size - 1, 1, -1);
        SimulatedField drawn =
                new FieldSimulator(prior(size, settings.stationary()), size, size).field(0, key.fold("field"));
        double[] field = new double[grid.cells()];
        Arrays.setAll(field, i -> scale.value(drawn.values().get((size - 1 - i / size) * size + i % size)));
        int[] cells = Arrays.copyOf(key.fold("gauges").permutation(grid.cells()), settings.gauges());
        double[] error = key.fold("noise").normal(Shape.of(cells.length)).toDoubles();
        double[] measured = new double[cells.length];
        double[] noise = new double[cells.length];
        Arrays.setAll(measured, k -> field[cells[k]] + settings.noise() * error[k]);
        Arrays.fill(noise, settings.noise() * settings.noise());
        HostArray truth = units.toData(HostArray.wrap(Shape.of(field.length), field));
        return new GaugeSet(
                "a simulated field",
                "A field of " + size + " x " + size
                        + " cells, simulated from the distribution that the learned prior was trained on"
                        + (size == SIDE ? "" : ", with ranges in proportion to the size of the map")
                        + ", with gauges in " + cells.length + " cells. Its covariance is "
                        + (settings.stationary() ? "the same everywhere" : "different in different places")
                        + " and known, so kriging with the true parameters shows the best"
                        + " that is possible.",
                Measurements.withNoise(grid.places().select(cells), measured, noise),
                units,
                GaugeSet.CoordinateSystem.of("cells east", "cells north"),
                settings.quantity(),
                settings.unit(),
                Optional.of(new GaugeSet.Truth(
                        grid,
                        truth.toDoubles(),
                        Optional.of(new GaugedField.KnownField(
                                scaled(drawn.covariance(), scale.deviation()), scale.value(drawn.mean()))),
                        Optional.of(scale))),
                List.of());
    }

    /** Returns the usual prior with a range in proportion to the size of the map. */
    private static FieldPrior prior(int size, boolean stationary) {
        FieldPrior usual = new FieldPrior();
        return usual.withRange(usual.range() * size / SIDE).withLocal(stationary ? 0 : 1);
    }

    private static FieldCovariance scaled(FieldCovariance standard, double deviation) {
        double variance = deviation * deviation;
        return (x1, y1, x2, y2) -> variance * standard.between(x1, y1, x2, y2);
    }
}
