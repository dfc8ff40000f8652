package org.pushforward.benchmark.report.chart;

import org.pushforward.benchmark.report.Pictures;
import org.pushforward.tensor.HostArray;

/**
 * Pictures side by side, with transparent gaps.
 *
 * @param pictures the shape of a picture
 * @param low the value of black
 * @param high the value of white, greater than that of black
 * @param zoom the pixels along the edge of a pixel of the pictures
 */
public record PictureGrid(Pictures pictures, double low, double high, int zoom) {
    private static final int OPAQUE = 0xff << 24;

    /**
     * Returns the first samples in rows from the left.
     *
     * @param samples [count, elements]
     * @param columns the largest number of pictures in a row
     * @param rows the largest number of rows
     */
    public Raster grid(HostArray samples, int columns, int rows) {
        int count = Math.min(samples.size() / pictures.dimension(), columns * rows);
        int wide = Math.max(1, Math.min(columns, count));
        int high = Math.max(1, (count + columns - 1) / columns);
        int width = pictures.columns() * zoom + zoom;
        int height = pictures.rows() * zoom + zoom;
        Raster raster = new Raster(wide * width - zoom, high * height - zoom);
        for (int k = 0; k < count; k++) {
            draw(raster, k % columns * width, k / columns * height, samples, k * pictures.dimension());
        }
        return raster;
    }

    private void draw(Raster raster, int left, int top, HostArray samples, int from) {
        int pixels = pictures.rows() * pictures.columns();
        for (int i = 0; i < pixels; i++) {
            int color = OPAQUE;
            for (int channel = 0; channel < 3; channel++) {
                int own = pictures.channels() == 3 ? channel : 0;
                color |= level(samples.get(from + own * pixels + i)) << (16 - 8 * channel);
            }
            raster.fill(left + i % pictures.columns() * zoom, top + i / pictures.columns() * zoom, zoom, zoom, color);
        }
    }

    private int level(double value) {
        double share = (value - low) / (high - low);
        return Double.isFinite(share) ? (int) Math.round(255 * Math.max(0, Math.min(1, share))) : 0;
    }
}
