package org.pushforward.zoo.field.covariance;

import org.pushforward.graph.Tensor;

/** The correlation rho(h) = 1 - 1.5 h + .5 h^3 for h below 1 and 0 beyond: the overlapping fraction of two balls. */
public record Spherical() implements Correlation {
    @Override
    public double at(double h) {
        return h >= 1 ? 0 : 1 - h * (1.5 - 0.5 * h * h);
    }

    @Override
    public void ofSquares(double[] squares, int count) {
        for (int i = 0; i < count; i++) {
            double square = Math.min(squares[i], 1);
            squares[i] = 1 - Math.sqrt(square) * (1.5 - 0.5 * square);
        }
    }

    @Override
    public boolean isValidInEveryDimension() {
        return false;
    }

    @Override
    public Tensor at(Tensor h) {
        Tensor inside = h.square().mul(0.5).sub(1.5).mul(h).add(1);
        return h.less(1).where(inside, h.zerosLike());
    }
}
