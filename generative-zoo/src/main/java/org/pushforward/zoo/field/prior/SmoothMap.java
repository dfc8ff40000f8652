package org.pushforward.zoo.field.prior;

import org.pushforward.zoo.field.Grid;

/**
 * Smooth maps from about N(0, 1): sums of a few cosine waves whose wave numbers are normal, so the correlation is
 * exp(-d^2 / (2 range^2)).
 *
 * <p>Rahimi and Recht, <i>Random features for large-scale kernel machines</i>, 2007.
 */
final class SmoothMap {
    private static final int WAVES = 12;
    /** The number of normal scores that determine a map. */
    static final int SCORES = 3 * WAVES;

    private SmoothMap() {}

    /**
     * Returns a map on the cells of a grid, row by row.
     *
     * @param range the range in cells
     * @param numbers {@value #SCORES} numbers from N(0, 1)
     */
    static double[] of(Grid grid, double range, double... numbers) {
        double[] map = new double[grid.cells()];
        for (int wave = 0; wave < WAVES; wave++) {
            // A normal number times a large deviation is a uniform phase.
            double phase = 100 * numbers[3 * wave];
            double[] along = turned(numbers[3 * wave + 1] / range, phase, grid.columns());
            double[] down = turned(numbers[3 * wave + 2] / range, 0, grid.rows());
            for (int i = 0; i < grid.rows(); i++) {
                for (int j = 0; j < grid.columns(); j++) {
                    map[i * grid.columns() + j] += down[2 * i] * along[2 * j] - down[2 * i + 1] * along[2 * j + 1];
                }
            }
        }
        double scale = Math.sqrt(2.0 / WAVES);
        for (int cell = 0; cell < map.length; cell++) {
            map[cell] *= scale;
        }
        return map;
    }

    /** Returns the cosine and the sine of an angle that grows with each cell. */
    private static double[] turned(double step, double start, int cells) {
        double[] pairs = new double[2 * cells];
        for (int k = 0; k < cells; k++) {
            pairs[2 * k] = Math.cos(start + k * step);
            pairs[2 * k + 1] = Math.sin(start + k * step);
        }
        return pairs;
    }
}
