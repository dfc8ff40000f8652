package org.pushforward.zoo.field.covariance;

import org.pushforward.graph.Tensor;

/**
 * The correlation rho(h) = exp(-h^2) of a field with all derivatives, which is also called Gaussian.
 *
 * <p>Matrices of it are singular to rounding where places lie close together for the range. Take a {@link Matern} or add a
 * {@link Nugget} there.
 */
public record SquaredExponential() implements Correlation {
    @Override
    public double at(double h) {
        return Math.exp(-h * h);
    }

    @Override
    public void ofSquares(double[] squares, int count) {
        for (int i = 0; i < count; i++) {
            squares[i] = Math.exp(-squares[i]);
        }
    }

    @Override
    public Tensor at(Tensor h) {
        return h.square().neg().exp();
    }
}
