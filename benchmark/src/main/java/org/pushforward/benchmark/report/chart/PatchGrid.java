package org.pushforward.benchmark.report.chart;

import org.pushforward.benchmark.report.Field;
import org.pushforward.tensor.HostArray;

/**
 * Fields drawn as patches of colored squares side by side, with transparent gaps as wide as a
 * square.
 *
 * @param field the shape of a patch
 * @param scale the colors
 * @param cell the pixels along the edge of a square
 */
public record PatchGrid(Field field, ColorScale scale, int cell) {
    /** Returns one patch, with the cells whose mask is not zero. */
    public Raster patch(HostArray values, HostArray mask) {
        Raster raster = new Raster(field.columns() * cell, field.rows() * cell);
        draw(raster, 0, 0, values, 0, mask);
        return raster;
    }

    /** Returns one patch. */
    public Raster patch(HostArray values) {
        return patch(values, null);
    }

    /**
     * Returns the first samples in rows from the left.
     *
     * @param samples [count, cells]
     * @param columns the largest number of patches in a row
     * @param rows the largest number of rows
     */
    public Raster grid(HostArray samples, int columns, int rows) {
        int count = Math.min(samples.shape().dim(0), columns * rows);
        int wide = Math.max(1, Math.min(columns, count));
        int high = Math.max(1, (count + columns - 1) / columns);
        int width = field.columns() * cell;
        int height = field.rows() * cell;
        Raster raster = new Raster(wide * (width + cell) - cell, high * (height + cell) - cell);
        for (int i = 0; i < count; i++) {
            draw(
                    raster,
                    i % columns * (width + cell),
                    i / columns * (height + cell),
                    samples,
                    i * field.dimension(),
                    null);
        }
        return raster;
    }

    private void draw(Raster raster, int left, int top, HostArray values, int from, HostArray mask) {
        for (int i = 0; i < field.dimension(); i++) {
            boolean shown = mask == null || mask.get(i) != 0;
            int color = shown ? scale.color(values.get(from + i)) : ColorMap.ABSENT;
            raster.fill(left + i % field.columns() * cell, top + i / field.columns() * cell, cell, cell, color);
        }
    }
}
