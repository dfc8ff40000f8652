package org.pushforward.metrics.calibration;

/**
 * The energy score of an ensemble forecast of a vector, which generalizes the continuous ranked probability score to several
 * dimensions; in one dimension it equals {@link RankedProbability#fair}. It reacts, though weakly, to wrong dependence between
 * coordinates.
 *
 * <p>Gneiting and Raftery, <i>Strictly proper scoring rules, prediction, and estimation</i>, 2007.
 */
public final class EnergyScore {
    private EnergyScore() {}

    /**
     * Returns the fair score, 1/M sum |x_i - y| - 1/(2 M (M - 1)) sum |x_i - x_j| with Euclidean norms.
     *
     * @param draws the draws [draws][coordinates], two or more
     * @param truth the observed outcome [coordinates]
     * @throws IllegalArgumentException if there are fewer than two draws, or a draw and the truth differ in length
     */
    public static double fair(double[][] draws, double[] truth) {
        if (draws.length < 2) {
            throw new IllegalArgumentException("the energy score of " + draws.length + " draws: expected 2 or more");
        }
        double error = 0;
        double spread = 0;
        for (int i = 0; i < draws.length; i++) {
            error += distance(draws[i], truth);
            for (int j = 0; j < i; j++) {
                spread += distance(draws[i], draws[j]);
            }
        }
        return error / draws.length - spread / ((double) draws.length * (draws.length - 1));
    }

    private static double distance(double[] a, double[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException(
                    "a draw of " + a.length + " coordinates, expected " + b.length + ", the length of the truth");
        }
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }
}
