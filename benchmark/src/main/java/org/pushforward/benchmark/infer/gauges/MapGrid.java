package org.pushforward.benchmark.infer.gauges;

import java.util.stream.IntStream;
import org.pushforward.benchmark.infer.config.GridSettings;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.Places;

/** Chooses the cells of a map from the extent of its gauges, by the rule of {@link GridSettings}. */
public final class MapGrid {
    /** Rounding must not add a cell. */
    private static final double NEGLIGIBLE = 1e-9;

    private MapGrid() {}

    /**
     * Returns square cells, the northernmost row first, that cover the extent. If the extent is not a multiple of a cell, the map is
     * larger to the east and the south.
     *
     * @throws IllegalArgumentException if the gauges have no extent and the settings give none, or the grid has too many cells
     */
    public static Grid of(Places gauges, GridSettings settings) {
        double[] x = IntStream.range(0, gauges.count()).mapToDouble(gauges::x).toArray();
        double[] y = IntStream.range(0, gauges.count()).mapToDouble(gauges::y).toArray();
        double margin = settings.margin() * Math.max(gauges.width(), gauges.height());
        double west = settings.west().orElseGet(() -> least(x) - margin);
        double east = settings.east().orElseGet(() -> -least(negated(x)) + margin);
        double south = settings.south().orElseGet(() -> least(y) - margin);
        double north = settings.north().orElseGet(() -> -least(negated(y)) + margin);
        double longer = Math.max(east - west, north - south);
        if (!(longer > 0) || !(east >= west) || !(north >= south)) {
            throw new IllegalArgumentException(
                    "map from " + west + " to " + east + " and from " + south + " to " + north
                            + " for " + gauges.count()
                            + (gauges.count() == 1 ? " gauge" : " gauges")
                            + ": expected an extent; set 'west', 'east', 'south' and 'north' of"
                            + " 'grid'");
        }
        double cell = settings.cell().orElse(longer / settings.cells());
        double columns = count(east - west, cell);
        double rows = count(north - south, cell);
        if (columns * rows > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(String.format(
                    "a map of %.0f x %.0f cells with side %s: expected fewer than 2^31; set a larger 'cell' in 'grid'",
                    rows, columns, cell));
        }
        return new Grid((int) rows, (int) columns, west + cell / 2, north - cell / 2, cell, -cell);
    }

    private static double count(double length, double cell) {
        return Math.max(1, Math.ceil(length / cell - NEGLIGIBLE));
    }

    private static double least(double... values) {
        double least = Double.POSITIVE_INFINITY;
        for (double value : values) {
            least = Math.min(least, value);
        }
        return least;
    }

    private static double[] negated(double... values) {
        double[] negated = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            negated[i] = -values[i];
        }
        return negated;
    }
}
