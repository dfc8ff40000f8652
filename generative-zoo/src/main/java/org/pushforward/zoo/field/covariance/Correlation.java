package org.pushforward.zoo.field.covariance;

import org.pushforward.graph.Tensor;

/**
 * The correlation rho(h) between the values of a field at two places. The scaled distance h is the distance divided by the range, and
 * rho(0) = 1.
 *
 * <table>
 * <caption>Correlations, in the terms of R's gstat</caption>
 * <tr><th>kind</th><th>rho(h)</th><th>valid in</th></tr>
 * <tr><td>{@link Matern}</td><td>h^k K_k(h) / (2^(k-1) Gamma(k))</td><td>every dimension</td></tr>
 * <tr><td>{@link Exponential}</td><td>exp(-h)</td><td>every dimension</td></tr>
 * <tr><td>{@link SquaredExponential}</td><td>exp(-h^2)</td><td>every dimension</td></tr>
 * <tr><td>{@link Spherical}</td><td>1 - 1.5 h + .5 h^3 for h below 1, then 0</td><td>up to three dimensions</td></tr>
 * </table>
 */
public sealed interface Correlation permits Matern, Exponential, SquaredExponential, Spherical, Tabulated {

    /**
     * Returns rho(h), which is 0 for infinity and NaN for NaN.
     *
     * @param h the scaled distance, 0 or more
     */
    double at(double h);

    /** Replaces the first {@code count} squares of scaled distances h^2 by rho(h). */
    default void ofSquares(double[] squares, int count) {
        for (int i = 0; i < count; i++) {
            squares[i] = at(Math.sqrt(squares[i]));
        }
    }

    /**
     * Returns rho(h) in a graph, so that it can be differentiated.
     *
     * @param h the scaled distances, above 0
     * @throws IllegalArgumentException if rho cannot be expressed in graph primitives
     */
    Tensor at(Tensor h);

    /** Returns whether this is positive definite in every dimension, which a {@link LocalStructure} needs. */
    default boolean isValidInEveryDimension() {
        return true;
    }
}
