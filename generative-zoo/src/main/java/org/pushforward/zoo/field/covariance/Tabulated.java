package org.pushforward.zoo.field.covariance;

import org.pushforward.graph.Tensor;

/**
 * A table of a correlation that is slow to evaluate. It interpolates cubically in log h between points 0.4 % apart, with an error of
 * 1e-10. A {@link Matern} without a closed form becomes as fast as an exponential.
 */
public final class Tabulated implements Correlation {
    private static final double STEP = 1.0 / 256;
    /** The correlation is taken as 1 below the first distance, and as 0 above the second. */
    private static final double NEAREST = 1e-12;

    private static final double FARTHEST = 1e3;
    private static final double START = Math.log(NEAREST);
    private static final int CELLS = (int) Math.ceil((Math.log(FARTHEST) - START) / STEP);

    private final Correlation correlation;
    private final double[] values = new double[CELLS + 3];

    private Tabulated(Correlation correlation) {
        this.correlation = correlation;
        for (int i = 0; i < values.length; i++) {
            values[i] = correlation.at(Math.exp(START + (i - 1) * STEP));
        }
    }

    /**
     * Returns the table of a correlation.
     *
     * @param correlation smooth for h above 0, which {@link Spherical} with its edge is not
     */
    public static Tabulated of(Correlation correlation) {
        if (correlation instanceof Spherical) {
            throw new IllegalArgumentException(
                    "table of " + correlation + ": expected a correlation without an edge; this one is fast as it is");
        }
        return new Tabulated(correlation);
    }

    @Override
    public double at(double h) {
        return ofSquare(h * h);
    }

    @Override
    public void ofSquares(double[] squares, int count) {
        for (int i = 0; i < count; i++) {
            squares[i] = ofSquare(squares[i]);
        }
    }

    private double ofSquare(double square) {
        double at = (0.5 * Math.log(square) - START) / STEP;
        if (at <= 0) {
            return 1;
        }
        if (at >= CELLS) {
            return 0;
        }
        int i = (int) at;
        double t = at - i;
        double before = values[i];
        double left = values[i + 1];
        double right = values[i + 2];
        double after = values[i + 3];
        // The cubic through four values, in Newton's form around the left one.
        double first = right - left;
        double second = before - 2 * left + right;
        double third = after - 3 * right + 3 * left - before;
        return left + t * (first + (t - 1) * (second / 2 + (t + 1) * third / 6));
    }

    @Override
    public Tensor at(Tensor h) {
        return correlation.at(h);
    }

    /** Returns a text that names the correlation in the table. */
    @Override
    public String toString() {
        return "Tabulated[" + correlation + "]";
    }
}
