package org.pushforward.zoo;

import java.util.function.DoubleUnaryOperator;
import org.pushforward.nn.ParameterValues;
import org.pushforward.tensor.HostArray;

/** Layers of networks by plain loops in float64, for one row or image. */
public final class PlainLayers {
    private final ParameterValues parameters;

    public PlainLayers(ParameterValues parameters) {
        this.parameters = parameters;
    }

    /** Returns x W + b of a dense layer. */
    public double[] dense(String path, double... x) {
        HostArray weight = parameters.get(path + ".weight");
        double[] y = parameters.get(path + ".bias").toDoubles();
        if (weight.shape().dim(0) != x.length) {
            throw new AssertionError(path + " takes " + weight.shape().dim(0) + " numbers, not " + x.length);
        }
        for (int j = 0; j < y.length; j++) {
            for (int i = 0; i < x.length; i++) {
                y[j] += x[i] * weight.get(i, j);
            }
        }
        return y;
    }

    /** Returns a perceptron with layers {@code path.0}, {@code path.1}, and so on, and a function between them. */
    public double[] perceptron(String path, int layers, DoubleUnaryOperator between, double... x) {
        double[] y = dense(path + ".0", x);
        for (int layer = 1; layer < layers; layer++) {
            y = dense(path + "." + layer, each(between, y));
        }
        return y;
    }

    /** Returns the cross-correlation of an image [channels][rows][columns] with the kernels of a layer. */
    public double[][][] convolution(String path, int stride, int padding, double[][][] x) {
        HostArray weight = parameters.get(path + ".weight");
        HostArray bias = parameters.get(path + ".bias");
        int side = weight.shape().dim(2);
        int rows = (x[0].length + 2 * padding - side) / stride + 1;
        int columns = (x[0][0].length + 2 * padding - side) / stride + 1;
        double[][][] y = new double[weight.shape().dim(0)][rows][columns];
        for (int c = 0; c < y.length; c++) {
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    y[c][i][j] = bias.get(c);
                    for (int d = 0; d < x.length; d++) {
                        for (int k = 0; k < side * side; k++) {
                            int row = i * stride + k / side - padding;
                            int column = j * stride + k % side - padding;
                            if (row >= 0 && row < x[0].length && column >= 0 && column < x[0][0].length) {
                                y[c][i][j] += x[d][row][column] * weight.get(c, d, k / side, k % side);
                            }
                        }
                    }
                }
            }
        }
        return y;
    }

    /** Returns an image with each pixel as a square of four. */
    public static double[][][] doubled(double[][][] x) {
        double[][][] y = new double[x.length][2 * x[0].length][2 * x[0][0].length];
        for (int c = 0; c < x.length; c++) {
            for (int i = 0; i < y[c].length; i++) {
                for (int j = 0; j < y[c][i].length; j++) {
                    y[c][i][j] = x[c][i / 2][j / 2];
                }
            }
        }
        return y;
    }

    /** Applies a function to each number. */
    public static double[] each(DoubleUnaryOperator function, double... x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = function.applyAsDouble(x[i]);
        }
        return y;
    }

    /** Applies a function to each pixel. */
    public static double[][][] each(DoubleUnaryOperator function, double[][][] x) {
        return image(each(function, flat(x)), x.length, x[0].length, x[0][0].length);
    }

    /** Returns an image with these pixels, the last axis fastest. */
    public static double[][][] image(double[] pixels, int channels, int rows, int columns) {
        double[][][] image = new double[channels][rows][columns];
        for (int k = 0; k < channels * rows * columns; k++) {
            image[k / (rows * columns)][k / columns % rows][k % columns] = pixels[k];
        }
        return image;
    }

    /** Returns the pixels of an image, the last axis fastest. */
    public static double[] flat(double[][][] image) {
        int rows = image[0].length;
        int columns = image[0][0].length;
        double[] pixels = new double[image.length * rows * columns];
        for (int k = 0; k < pixels.length; k++) {
            pixels[k] = image[k / (rows * columns)][k / columns % rows][k % columns];
        }
        return pixels;
    }

    /** Returns max(x, 0). */
    public static double relu(double x) {
        return Math.max(x, 0);
    }

    /** Returns x for a positive number, and a fifth of a negative one; the fifth is a float32 constant of the graph. */
    public static double leaky(double x) {
        return x > 0 ? x : 0.2f * x;
    }

    /** Returns x / (1 + e^-x). */
    public static double silu(double x) {
        return x / (1 + Math.exp(-x));
    }
}
