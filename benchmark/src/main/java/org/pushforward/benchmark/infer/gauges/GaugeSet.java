package org.pushforward.benchmark.infer.gauges;

import java.util.List;
import java.util.Optional;
import org.pushforward.benchmark.infer.config.GridSettings;
import org.pushforward.zoo.field.EqualAreaProjection;
import org.pushforward.zoo.field.Grid;
import org.pushforward.zoo.field.kriging.Measurements;

/**
 * Gauges and everything that their source knows about their field.
 *
 * @param title a short title for readers
 * @param description one to three sentences: what the data are and where they come from
 * @param gauges the gauges, with normal values
 * @param units the map between the data and normal values
 * @param coordinates the kind of coordinates
 * @param quantity the name of what is measured
 * @param unit its unit, possibly empty
 * @param truth the field itself, if it is known
 * @param warnings possible problems
 */
public record GaugeSet(
        String title,
        String description,
        Measurements gauges,
        FieldUnits units,
        CoordinateSystem coordinates,
        String quantity,
        String unit,
        Optional<Truth> truth,
        List<String> warnings) {
    /** Copies the list. */
    public GaugeSet {
        warnings = List.copyOf(warnings);
    }

    /**
     * The kind of coordinates of a map.
     *
     * @param x the label of the horizontal axis
     * @param y the label of the vertical axis
     * @param projection the projection of longitudes and latitudes to these coordinates, if there was one
     */
    public record CoordinateSystem(String x, String y, Optional<EqualAreaProjection> projection) {
        /** Returns coordinates that were not projected. */
        static CoordinateSystem of(String x, String y) {
            return new CoordinateSystem(x, y, Optional.empty());
        }
    }

    /**
     * A known field.
     *
     * @param grid its cells
     * @param values its values in the unit of the data, row by row
     * @param known the distribution that it was drawn from, if it is known
     * @param scale its expected scale, if it is known
     */
    public record Truth(
            Grid grid, double[] values, Optional<GaugedField.KnownField> known, Optional<FieldScale> scale) {}

    /**
     * Returns the grid of a known field, or otherwise the one that the settings describe.
     *
     * @throws IllegalArgumentException if there is no extent to make a grid from
     */
    public Grid grid(GridSettings settings) {
        return truth.map(Truth::grid).orElseGet(() -> MapGrid.of(gauges.places(), settings));
    }
}
