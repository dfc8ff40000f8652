package org.pushforward.metrics.field;

import java.util.List;
import org.pushforward.tensor.HostArray;

/**
 * The power spectrum of fields, averaged over directions. The power of an R by C field x at the wave vector (a, b) is
 *
 * <pre>
 * P(a, b) = |sum_ij x_ij exp(-2 pi i (a i / R + b j / C))|^2 / (R C)
 * </pre>
 *
 * <p>so white noise of variance v has the power v at every frequency, and the mean of P over all wave vectors is the mean square of the
 * cells. The number of the ring of a wave vector is its frequency, in cycles per cell, times min(R, C), rounded. Rings beyond half a cycle
 * per cell are corners of the square. The first ring is the mean of a field.
 *
 * <p>Fields that do not join at opposite edges have the power of that jump at all frequencies. So compare spectra of fields of one size,
 * not with the spectrum of a larger field.
 *
 * @param rings the rings, by frequency
 */
public record RadialSpectrum(List<Ring> rings) {
    /** Copies the list. */
    public RadialSpectrum {
        rings = List.copyOf(rings);
    }

    /**
     * Returns the spectrum of fields.
     *
     * @param fields the fields, row by row, floating [count, rows * columns]
     * @param rows the number of rows of a field
     * @param columns the number of columns
     * @throws IllegalArgumentException if the sizes disagree or a number is not finite
     */
    public static RadialSpectrum of(HostArray fields, int rows, int columns) {
        double[][] each = Fields.of(fields, rows, columns);
        double[][] powers = new double[each.length][];
        for (int i = 0; i < each.length; i++) {
            powers[i] = powers(each[i], rows, columns);
        }
        Rings rings = new Rings(each.length);
        double[] terms = new double[each.length];
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < columns; b++) {
                double frequency =
                        Math.hypot((double) Math.min(a, rows - a) / rows, (double) Math.min(b, columns - b) / columns);
                for (int i = 0; i < each.length; i++) {
                    terms[i] = powers[i][a * columns + b];
                }
                rings.add(Math.round(frequency * Math.min(rows, columns)), frequency, 1, terms);
            }
        }
        return new RadialSpectrum(rings.means());
    }

    /** Returns the power at each wave vector, by sums along rows and then along columns. */
    private static double[] powers(double[] field, int rows, int columns) {
        Waves across = Waves.of(columns);
        Waves down = Waves.of(rows);
        double[] real = new double[field.length];
        double[] imaginary = new double[field.length];
        for (int i = 0; i < rows; i++) {
            for (int b = 0; b < columns; b++) {
                for (int j = 0; j < columns; j++) {
                    int turn = b * j % columns;
                    real[i * columns + b] += field[i * columns + j] * across.cos[turn];
                    imaginary[i * columns + b] -= field[i * columns + j] * across.sin[turn];
                }
            }
        }
        double[] powers = new double[field.length];
        for (int a = 0; a < rows; a++) {
            for (int b = 0; b < columns; b++) {
                double re = 0;
                double im = 0;
                for (int i = 0; i < rows; i++) {
                    int turn = a * i % rows;
                    int cell = i * columns + b;
                    re += real[cell] * down.cos[turn] + imaginary[cell] * down.sin[turn];
                    im += imaginary[cell] * down.cos[turn] - real[cell] * down.sin[turn];
                }
                powers[a * columns + b] = (re * re + im * im) / field.length;
            }
        }
        return powers;
    }

    /** Cosine and sine of the n-th parts of a turn. */
    private record Waves(double[] cos, double[] sin) {
        static Waves of(int n) {
            double[] cos = new double[n];
            double[] sin = new double[n];
            for (int i = 0; i < n; i++) {
                cos[i] = Math.cos(2 * Math.PI * i / n);
                sin[i] = Math.sin(2 * Math.PI * i / n);
            }
            return new Waves(cos, sin);
        }
    }
}
