package org.pushforward.benchmark.infer.gauges;

import java.util.Optional;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * A field that is known only at gauges. Its values are normal values: the data after the transform of {@link FieldUnits}.
 *
 * @param grid the cells where the field is predicted
 * @param gauges the gauges, with normal values
 * @param units the map between the data and normal values
 * @param scale the mean and the standard deviation that the field is expected to have before its gauges are seen
 * @param known the distribution that the field was drawn from, if it was simulated from a Gaussian one
 */
public record GaugedField(
        Grid grid, Measurements gauges, FieldUnits units, FieldScale scale, Optional<KnownField> known) {
    /** Rounding must not move a gauge on an edge out of the map. {@link MapGrid} neglects a thousandth of this. */
    private static final double NEGLIGIBLE = 1e-6;

    /** Refuses gauges outside the grid. */
    public GaugedField {
        for (int k = 0; k < gauges.count(); k++) {
            cell(grid, gauges.places().x(k), gauges.places().y(k));
        }
    }

    /**
     * The distribution of a simulated field.
     *
     * @param covariance its covariance
     * @param mean its mean
     */
    public record KnownField(FieldCovariance covariance, double mean) {}

    /**
     * Returns the number of the cell that contains a place. The edges belong to the map.
     *
     * @throws IllegalArgumentException if the place is outside the grid; the message contains the extent of the grid
     */
    public static int cell(Grid grid, double x, double y) {
        double column = (x - grid.x0()) / grid.dx();
        double row = (y - grid.y0()) / grid.dy();
        if (!(isInside(column, grid.columns()) && isInside(row, grid.rows()))) {
            throw new IllegalArgumentException("gauge at (" + x + ", " + y + ") is outside the map, which covers "
                    + extent(grid.x0(), grid.dx(), grid.columns()) + " and "
                    + extent(grid.y0(), grid.dy(), grid.rows())
                    + ": leave it out, or enlarge the map in 'grid'");
        }
        return nearest(row, grid.rows()) * grid.columns() + nearest(column, grid.columns());
    }

    private static boolean isInside(double position, int count) {
        return position >= -0.5 - NEGLIGIBLE && position <= count - 0.5 + NEGLIGIBLE;
    }

    private static int nearest(double position, int count) {
        return (int) Math.max(0, Math.min(Math.round(position), count - 1));
    }

    private static String extent(double start, double step, int count) {
        double first = start - step / 2;
        double last = start + (count - 0.5) * step;
        return Math.min(first, last) + " to " + Math.max(first, last);
    }
}
