package org.pushforward.benchmark.infer.gauges;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.GaugeData;
import org.pushforward.benchmark.infer.config.TransformSettings;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.data.PrecipitationField;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;

/** Measures a square of the map of annual precipitation. */
public final class PrecipitationGauges {
    private static final int WEST = -180;
    private static final int NORTH = 87;

    private PrecipitationGauges() {}

    /** Returns gauges in random cells of the square. */
    public static GaugeSet of(GaugeData.Precipitation settings, TransformSettings transform, RandomKey key) {
        PrecipitationField map = PrecipitationField.load();
        int size = settings.size();
        Grid grid = new Grid(size, size, settings.west() + 0.5, settings.north() - 0.5, 1, -1);
        double[] truth = new double[grid.cells()];
        Arrays.setAll(truth, i -> map.at(NORTH - settings.north() + i / size, settings.west() - WEST + i % size));
        int[] cells = Arrays.copyOf(key.fold("gauges").permutation(grid.cells()), settings.gauges());
        double[] error = key.fold("noise").normal(Shape.of(cells.length)).toDoubles();
        double[] measured = new double[cells.length];
        // A gauge cannot measure less than no rain.
        Arrays.setAll(measured, k -> Math.max(0, truth[cells[k]] + settings.noise() * error[k]));
        FieldUnits units = new FieldUnits(transform.of(measured));
        double[] normal = Arrays.stream(measured).map(units::toNormal).toArray();
        double[] noise = Arrays.stream(measured)
                .map(y -> units.noise(y, settings.noise()))
                .toArray();
        return new GaugeSet(
                "annual precipitation",
                "Annual precipitation of 2016 (NOAA Climate Forecast System version 2) in " + size + " x " + size
                        + " cells of one degree, with gauges in " + cells.length
                        + " of them. Distances are in degrees, so a degree of longitude counts as much as one of latitude.",
                Measurements.withNoise(grid.places().select(cells), normal, noise),
                units,
                GaugeSet.CoordinateSystem.of("longitude (°E)", "latitude (°N)"),
                "precipitation",
                "mm",
                Optional.of(new GaugeSet.Truth(grid, truth, Optional.empty(), Optional.empty())),
                List.of());
    }
}
