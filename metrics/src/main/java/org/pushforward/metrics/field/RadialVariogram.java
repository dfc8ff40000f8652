package org.pushforward.metrics.field;

import java.util.List;
import org.pushforward.tensor.HostArray;

/**
 * The empirical variogram of fields, half the mean squared difference of two cells by their distance, averaged over directions:
 *
 * <pre>
 * g(h) = 1 / (2 N) sum (x_i - x_j)^2 over the N pairs at distance h
 * </pre>
 *
 * <p>Distances are rounded to whole cells. White noise of variance v has v at every distance; a stationary field of covariance C has C(0) -
 * C(h). {@link org.pushforward.metrics.baseline.Variogram} is fitted to such means for kriging.
 *
 * <p>Cressie, <i>Statistics for spatial data</i>, 1993.
 *
 * @param rings the distances, shortest first
 */
public record RadialVariogram(List<Ring> rings) {
    /** Copies the list. */
    public RadialVariogram {
        rings = List.copyOf(rings);
    }

    /**
     * Returns the variogram of fields.
     *
     * @param fields the fields, row by row, floating [count, rows * columns]
     * @param rows the number of rows of a field
     * @param columns the number of columns
     * @param longest the longest distance in cells, 1 or more; half the width of a field leaves enough pairs
     * @throws IllegalArgumentException if the sizes disagree, a number is not finite, or the distance is below 1
     */
    public static RadialVariogram of(HostArray fields, int rows, int columns, int longest) {
        double[][] each = Fields.of(fields, rows, columns);
        if (longest < 1) {
            throw new IllegalArgumentException("a variogram to distance " + longest + ": expected 1 cell or more");
        }
        Rings rings = new Rings(each.length);
        // Each pair once: the second cell is below the first, or to the right in its row.
        for (int down = 0; down < rows && down <= longest; down++) {
            for (int right = down == 0 ? 1 : -Math.min(columns - 1, longest);
                    right < columns && right <= longest;
                    right++) {
                double distance = Math.hypot(down, right);
                if (Math.round(distance) <= longest) {
                    int pairs = (rows - down) * (columns - Math.abs(right));
                    double[] halves = new double[each.length];
                    for (int i = 0; i < each.length; i++) {
                        halves[i] = halfSquares(each[i], rows, columns, down, right);
                    }
                    rings.add(Math.round(distance), distance, pairs, halves);
                }
            }
        }
        return new RadialVariogram(rings.means());
    }

    private static double halfSquares(double[] field, int rows, int columns, int down, int right) {
        double sum = 0;
        for (int i = 0; i + down < rows; i++) {
            for (int j = Math.max(0, -right); j < columns - Math.max(0, right); j++) {
                double difference = field[(i + down) * columns + j + right] - field[i * columns + j];
                sum += 0.5 * difference * difference;
            }
        }
        return sum;
    }
}
