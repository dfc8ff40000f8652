package org.pushforward.zoo.field.covariance;

import org.pushforward.graph.Tensor;

/** The correlation rho(h) = exp(-h) of a continuous but rough field: {@link Matern} with smoothness 1/2. */
public record Exponential() implements Correlation {
    @Override
    public double at(double h) {
        return Math.exp(-h);
    }

    @Override
    public void ofSquares(double[] squares, int count) {
        for (int i = 0; i < count; i++) {
            squares[i] = Math.exp(-Math.sqrt(squares[i]));
        }
    }

    @Override
    public Tensor at(Tensor h) {
        return h.neg().exp();
    }
}
