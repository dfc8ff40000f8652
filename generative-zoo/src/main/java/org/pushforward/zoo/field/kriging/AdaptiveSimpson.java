package org.pushforward.zoo.field.kriging;

import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.DoubleUnaryOperator;

/**
 * Integrals of functions on scales that differ by many orders of magnitude. Simpson's rule is applied to pieces, and the piece with the
 * largest error is halved until the sum of the errors is a small share of the integral.
 *
 * <p>Gander and Gautschi, <i>Adaptive quadrature - revisited</i>, 2000.
 */
final class AdaptiveSimpson {
    /** The sum of the errors of all pieces divided by the integral. Each is estimated as 15 times what it is for a smooth function. */
    private static final double SHARE = 1e-4;

    private static final int MOST_HALVINGS = 2_000;

    private final PriorityQueue<Piece> pieces =
            new PriorityQueue<>(Comparator.comparingDouble(Piece::error).reversed());

    /** A part of the interval, with the values of the function at five equally spaced points. */
    private record Piece(DoubleUnaryOperator function, double from, double to, double[] values) {
        static Piece of(
                DoubleUnaryOperator function, double from, double to, double first, double middle, double last) {
            double quarter = (to - from) / 4;
            return new Piece(function, from, to, new double[] {
                first, function.applyAsDouble(from + quarter), middle, function.applyAsDouble(to - quarter), last
            });
        }

        Piece half(boolean left) {
            double middle = from + (to - from) / 2;
            int k = left ? 0 : 2;
            return of(function, left ? from : middle, left ? middle : to, values[k], values[k + 1], values[k + 2]);
        }

        /** Returns the sum of Simpson's rules of both halves. */
        double integral() {
            return (to - from) / 12 * (values[0] + 4 * values[1] + 2 * values[2] + 4 * values[3] + values[4]);
        }

        /** Returns the difference from Simpson's rule of the whole piece. */
        double error() {
            return Math.abs(integral() - (to - from) / 6 * (values[0] + 4 * values[2] + values[4]));
        }
    }

    /**
     * Adds the integral of a function between the first and the last of some numbers.
     *
     * @param nodes increasing numbers that divide the interval into its first pieces
     */
    void add(DoubleUnaryOperator function, double... nodes) {
        for (int k = 1; k < nodes.length; k++) {
            if (nodes[k - 1] < nodes[k]) {
                double middle = nodes[k - 1] + (nodes[k] - nodes[k - 1]) / 2;
                pieces.add(Piece.of(
                        function,
                        nodes[k - 1],
                        nodes[k],
                        function.applyAsDouble(nodes[k - 1]),
                        function.applyAsDouble(middle),
                        function.applyAsDouble(nodes[k])));
            }
        }
    }

    /** Returns the sum of the integrals. */
    double sum() {
        double error = pieces.stream().mapToDouble(Piece::error).sum();
        double sum = pieces.stream().mapToDouble(Piece::integral).sum();
        for (int k = 0; k < MOST_HALVINGS && error > SHARE * sum; k++) {
            Piece worst = pieces.remove();
            Piece left = worst.half(true);
            Piece right = worst.half(false);
            pieces.add(left);
            pieces.add(right);
            error += left.error() + right.error() - worst.error();
            sum += left.integral() + right.integral() - worst.integral();
        }
        return sum;
    }
}
