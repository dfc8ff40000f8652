package org.pushforward.benchmark.report.chart;

import org.pushforward.tensor.HostArray;

/**
 * A density in a part of the plane, drawn in colors; lighter is higher.
 *
 * @param frame the frame
 * @param logDensity the logarithm of the density on a square grid, [n, n], row by row from the top
 */
public record DensityMap(PlaneFrame frame, HostArray logDensity) {

    /** Returns the centers of n by n cells in a frame, [n n, 2], row by row from the top. */
    public static float[] points(PlaneFrame frame, int n) {
        float[] points = new float[2 * n * n];
        for (int i = 0; i < n * n; i++) {
            points[2 * i] = (float) at(frame.x(), (i % n + 0.5) / n);
            points[2 * i + 1] = (float) at(frame.y(), 1 - (i / n + 0.5) / n);
        }
        return points;
    }

    private static double at(Axis axis, double share) {
        return axis.low() + share * (axis.high() - axis.low());
    }

    /** Returns the picture, with the given number of pixels along the edge of a cell. */
    public Raster raster(int zoom) {
        int n = logDensity.shape().dim(0);
        double highest = 0;
        for (int i = 0; i < n * n; i++) {
            double density = Math.exp(logDensity.get(i));
            highest = Double.isFinite(density) ? Math.max(highest, density) : highest;
        }
        ColorScale scale = new ColorScale(ColorMap.VIRIDIS, 0, highest > 0 ? highest : 1);
        Raster raster = new Raster(n * zoom, n * zoom);
        for (int i = 0; i < n * n; i++) {
            raster.fill(i % n * zoom, i / n * zoom, zoom, zoom, scale.color(Math.exp(logDensity.get(i))));
        }
        return raster;
    }
}
