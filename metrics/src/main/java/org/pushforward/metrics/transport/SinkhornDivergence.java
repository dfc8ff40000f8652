package org.pushforward.metrics.transport;

import org.pushforward.tensor.HostArray;

/**
 * The Sinkhorn divergence between two samples, S = OT(x, y) - OT(x, x)/2 - OT(y, y)/2. OT is the minimal cost of transport with
 * squared distances, minus epsilon times the entropy of the plan. S is 0 for equal samples, |t|^2 for a translation by t with any
 * epsilon, and tends to W_2^2 as epsilon falls. A small epsilon causes neither overflow nor underflow, because
 * logarithms take over where numbers become too large or too small, but it needs more iterations.
 *
 * <p>Cuturi, <i>Sinkhorn distances: lightspeed computation of optimal transport</i>, 2013; Feydy et al., <i>Interpolating between optimal
 * transport and MMD using Sinkhorn divergences</i>, 2019.
 *
 * @param epsilon the weight of the entropy, in units of squared distance, positive
 * @param tolerance the largest accepted total error in the masses of the plan, such as 1e-6
 * @param iterations the largest number of iterations
 */
public record SinkhornDivergence(double epsilon, double tolerance, int iterations) {

    /** Over-relaxation: each update moves a potential by 1.5 times the plain Sinkhorn step, which needs far fewer iterations. */
    private static final double RELAXATION = 1.5;

    /** Refuses numbers that are not positive. */
    public SinkhornDivergence {
        if (!(epsilon > 0) || !(tolerance > 0) || iterations < 1) {
            throw new IllegalArgumentException("a divergence with epsilon " + epsilon + ", tolerance " + tolerance
                    + " and " + iterations + " iterations: expected positive numbers");
        }
    }

    /** Returns a divergence with tolerance 1e-6 and at most 100,000 iterations. */
    public static SinkhornDivergence withEpsilon(double epsilon) {
        return new SinkhornDivergence(epsilon, 1e-6, 100_000);
    }

    /**
     * Returns the divergence.
     *
     * @param first a sample, floating [n, d]
     * @param second another, floating [m, d]
     * @throws IllegalArgumentException if the dimensions differ, a number is not finite, or the distances do not fit into memory
     * @throws ArithmeticException if the masses do not reach the tolerance within the iterations
     */
    public double between(HostArray first, HostArray second) {
        return transport(SquaredDistances.of(first, second))
                - 0.5 * toItself(SquaredDistances.of(first, first))
                - 0.5 * toItself(SquaredDistances.of(second, second));
    }

    /** Returns the value of the dual, mean f + mean g. */
    private double transport(SquaredDistances cost) {
        double[] f = new double[cost.rows()];
        double[] g = new double[cost.columns()];
        SoftMinima minima = SoftMinima.of(cost, epsilon);
        double off = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < iterations; iteration++) {
            double offColumns = move(g, minima.ofColumns(f, g), RELAXATION);
            double offRows = move(f, minima.ofRows(f, g), RELAXATION);
            off = Math.max(offColumns, offRows);
            if (off <= tolerance) {
                return mean(f) + mean(g);
            }
        }
        throw notReached(off);
    }

    /**
     * Returns the dual value of transport from a sample to itself, 2 mean f. Both potentials are equal, so averaging the old and
     * the fitted potential converges much faster than alternating updates.
     */
    private double toItself(SquaredDistances cost) {
        double[] f = new double[cost.rows()];
        SoftMinima minima = SoftMinima.of(cost, epsilon);
        double off = Double.POSITIVE_INFINITY;
        for (int iteration = 0; iteration < iterations; iteration++) {
            off = move(f, minima.ofRows(f, f), 0.5);
            if (off <= tolerance) {
                return 2 * mean(f);
            }
        }
        throw notReached(off);
    }

    /** Moves a potential by a share of the way to the fitted one, and returns how far its masses were off. */
    private double move(double[] potential, double[] fitted, double share) {
        double off = 0;
        for (int i = 0; i < potential.length; i++) {
            off += Math.abs(Math.expm1((potential[i] - fitted[i]) / epsilon)) / potential.length;
            potential[i] += share * (fitted[i] - potential[i]);
        }
        return off;
    }

    private ArithmeticException notReached(double off) {
        return new ArithmeticException("the masses of the plan are off by " + off + " after " + iterations
                + " iterations, expected " + tolerance + ": use a larger epsilon than " + epsilon
                + ", or more iterations");
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
