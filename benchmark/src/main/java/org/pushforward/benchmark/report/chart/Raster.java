package org.pushforward.benchmark.report.chart;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A picture with pixels 0xaarrggbb. Not safe for use by several threads. */
public final class Raster {
    private final int width;
    private final int height;
    private final int[] pixels;

    /** Creates a transparent picture. */
    Raster(int width, int height) {
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
    }

    /** Returns the number of columns. */
    public int width() {
        return width;
    }

    /** Returns the number of rows. */
    public int height() {
        return height;
    }

    int pixel(int x, int y) {
        return pixels[y * width + x];
    }

    void set(int x, int y, int color) {
        pixels[y * width + x] = color;
    }

    /** Fills a rectangle, which must lie inside the picture, with one color. */
    void fill(int x, int y, int columns, int rows, int color) {
        for (int row = y; row < y + rows; row++) {
            Arrays.fill(pixels, row * width + x, row * width + x + columns, color);
        }
    }

    /** Returns the picture as the bytes of a PNG file. */
    public byte[] png() {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // With a plain stream, ImageIO would write a cache file outside the run folder.
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(image, "png", stream)) {
                throw new IllegalStateException("this Java runtime cannot write PNG: it needs the module java.desktop");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing a PNG to memory", e);
        }
        return bytes.toByteArray();
    }

    /** Returns the picture as a data URI, for a self-contained page. */
    public String dataUri() {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
    }
}
