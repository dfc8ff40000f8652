package org.pushforward.benchmark.infer.config;

import java.util.Optional;
import org.pushforward.settings.SettingException;

/**
 * The cells where a field is predicted. They are squares. By default they cover the gauges with a margin, and the longer side of the map
 * has a given number of them. Coordinates are those of the file, or kilometers from the middle of the gauges if the file has longitudes.
 *
 * @param cells the number of cells along the longer side, 1 or more
 * @param margin what is added on each side of the gauges, as a share of the longer side
 * @param cell the length of a cell, which overrides the number of cells
 * @param west the west edge of the map
 * @param east the east edge
 * @param south the south edge
 * @param north the north edge
 */
public record GridSettings(
        int cells,
        double margin,
        Optional<Double> cell,
        Optional<Double> west,
        Optional<Double> east,
        Optional<Double> south,
        Optional<Double> north) {
    /** 32 cells and a margin of 5 %. */
    public GridSettings() {
        this(32, 0.05, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Refuses values out of range. */
    public GridSettings {
        SettingException.between(1, 100_000, "cells", cells);
        SettingException.unless(margin >= 0 && margin <= 10, "margin", margin, "a share from 0 to 10");
        cell.ifPresent(length ->
                SettingException.unless(length > 0 && Double.isFinite(length), "cell", length, "a positive length"));
        west.ifPresent(from ->
                east.ifPresent(to -> SettingException.unless(from < to, "east", to, "a number above 'west', " + from)));
        south.ifPresent(from -> north.ifPresent(
                to -> SettingException.unless(from < to, "north", to, "a number above 'south', " + from)));
    }
}
