package org.pushforward.benchmark.infer;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.CovarianceSettings;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.TransformSettings;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Trend;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Measurements;

/** Simulates a field from the hyperprior, and measures it. */
final class SimulatedGauges {
    private SimulatedGauges() {}

    /** Returns the gauges of a field; it and its gauges depend only on the settings and the key. */
    static GaugeSet of(
            GaugeData.Simulated settings, TransformSettings transform, CovarianceSettings covariance, RandomKey key) {
        if (transform instanceof TransformSettings.Ranked) {
            throw new IllegalArgumentException("transform 'normal-score' of a simulated field: expected one that does not"
                    + " depend on data, such as 'none', 'square-root' or 'log'");
        }
        FieldUnits units = new FieldUnits(transform.of());
        FieldScale scale = new FieldScale(settings.mean(), settings.deviation());
        int size = settings.size();
        Grid grid = new Grid(size, size, 0.5, size - 0.5, 1, -1);
        FieldHyperprior hyperprior = FieldHyperprior.of(covariance, scale, grid);
        FieldCovariance drawn = hyperprior.family().at(hyperprior.prior().draw(key.fold("parameters")));
        double[] field = FieldDraws.unconditional(drawn, grid, 1, key.fold("field"))
                .toDoubles();
        for (int i = 0; i < field.length; i++) {
            field[i] += settings.mean();
        }
        int[] cells = Arrays.copyOf(key.fold("gauges").permutation(grid.cells()), settings.gauges());
        double[] error = key.fold("noise").normal(Shape.of(cells.length)).toDoubles();
        double[] measured = new double[cells.length];
        double[] noise = new double[cells.length];
        Arrays.setAll(measured, k -> field[cells[k]] + settings.noise() * error[k]);
        Arrays.fill(noise, settings.noise() * settings.noise());
        HostArray truth = units.toData(HostArray.wrap(Shape.of(field.length), field));
        return new GaugeSet(
                "a simulated field",
                "A field of " + size + " x " + size + " cells, simulated from the hyperprior, with gauges in "
                        + cells.length + " cells. Its covariance is known, so kriging with the true parameters shows the best"
                        + " that is possible.",
                Measurements.withNoise(grid.places().select(cells), measured, noise),
                units,
                GaugeSet.Coordinates.of("cells east", "cells north"),
                settings.quantity(),
                settings.unit(),
                Optional.of(new GaugeSet.Truth(
                        grid,
                        truth.toDoubles(),
                        Optional.of(new GaugedField.KnownField(drawn, settings.mean())),
                        Optional.of(scale))),
                List.of());
    }

}
