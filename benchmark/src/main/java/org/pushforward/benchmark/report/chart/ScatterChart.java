package org.pushforward.benchmark.report.chart;

import java.util.Arrays;
import org.pushforward.tensor.HostArray;

/**
 * Points of the plane, drawn as dots in a frame.
 *
 * @param frame the frame with the axes
 * @param points the points, [count, 2]; points that are outside the frame or not finite are not drawn
 * @param shown the largest number of points to draw, starting with the first
 */
public record ScatterChart(PlaneFrame frame, HostArray points, int shown) {
    private static final double SIDE = 260;
    /** The number of paths. Overlapping dots of one path do not darken each other; dots of different paths do. */
    private static final int LAYERS = 7;

    private static final int PIXELS = 512;
    private static final double DOT = 2.2;
    private static final double DARKNESS = 0.55;
    private static final int INK = 0x1f5f8b;
    private static final int WHITE = 0xffffffff;

    /** Returns the number of shown points that are outside the frame or not finite. */
    public int outside() {
        int outside = 0;
        for (int i = 0; i < count(); i++) {
            outside += frame.contains(points.get(2 * i), points.get(2 * i + 1)) ? 0 : 1;
        }
        return outside;
    }

    /** Returns the number of shown points. */
    public int count() {
        return Math.min(shown, points.shape().dim(0));
    }

    /** Returns the chart for a page, with the given style of dots. */
    public Element chart(String description, String style) {
        Plot plot = new Plot(frame.x(), frame.y(), SIDE, SIDE);
        Element[] layers = new Element[LAYERS];
        for (int layer = 0; layer < LAYERS; layer++) {
            layers[layer] = Element.of("path").with("class", "dots " + style).with("d", dots(plot, layer));
        }
        return plot.draw(description, "", layers);
    }

    // Hashes the position, so that ordered samples, such as one of each mode in turn, are spread over all layers.
    private static int layerOf(int position) {
        return (int) ((position * 0x9E3779B97F4A7C15L >>> 40) % LAYERS);
    }

    private String dots(Plot plot, int layer) {
        StringBuilder dots = new StringBuilder();
        for (int i = 0; i < count(); i++) {
            if (layerOf(i) != layer) {
                continue;
            }
            double x = points.get(2 * i);
            double y = points.get(2 * i + 1);
            if (frame.contains(x, y)) {
                // A line of length 0 with round caps is the shortest way to draw a dot.
                dots.append('M')
                        .append(Element.coordinate(plot.left(x)))
                        .append(' ')
                        .append(Element.coordinate(plot.top(y)))
                        .append("h0");
            }
        }
        return dots.toString();
    }

    /** Returns the points as a square picture on white; denser is darker. */
    public Raster raster() {
        double[] light = new double[PIXELS * PIXELS];
        Arrays.fill(light, 1);
        for (int i = 0; i < count(); i++) {
            double x = points.get(2 * i);
            double y = points.get(2 * i + 1);
            if (frame.contains(x, y)) {
                shade(light, frame.x().position(x, 0, PIXELS), frame.y().position(y, PIXELS, 0));
            }
        }
        Raster raster = new Raster(PIXELS, PIXELS);
        for (int i = 0; i < light.length; i++) {
            raster.set(i % PIXELS, i / PIXELS, blend(light[i]));
        }
        return raster;
    }

    private static void shade(double[] light, double x, double y) {
        for (int row = (int) (y - DOT - 1); row <= y + DOT + 1; row++) {
            for (int column = (int) (x - DOT - 1); column <= x + DOT + 1; column++) {
                double distance = Math.hypot(column + 0.5 - x, row + 0.5 - y);
                double cover = Math.max(0, Math.min(1, DOT + 0.5 - distance));
                if (cover > 0 && row >= 0 && row < PIXELS && column >= 0 && column < PIXELS) {
                    light[row * PIXELS + column] *= 1 - DARKNESS * cover;
                }
            }
        }
    }

    private static int blend(double light) {
        int color = WHITE;
        for (int shift = 0; shift <= 16; shift += 8) {
            int ink = INK >> shift & 0xff;
            int value = (int) Math.round(ink + light * (0xff - ink));
            color = color & ~(0xff << shift) | value << shift;
        }
        return color;
    }
}
