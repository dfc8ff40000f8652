package org.pushforward.zoo.field.covariance;

import org.pushforward.graph.Tensor;

/**
 * The correlation rho(h) = exp(-h^2) of a field with derivatives of every order, also called Gaussian.
 *
 * <p>Its matrices are numerically singular if places are close together compared with the range. Use a {@link Matern} or add a
 * {@link Nugget} then.
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
