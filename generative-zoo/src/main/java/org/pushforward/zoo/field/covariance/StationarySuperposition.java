package org.pushforward.zoo.field.covariance;

import org.pushforward.zoo.field.Places;

/** The covariance of the sum of two independent stationary fields. */
record StationarySuperposition(StationaryCovariance first, StationaryCovariance second)
        implements StationaryCovariance {
    @Override
    public double at(double dx, double dy) {
        return first.at(dx, dy) + second.at(dx, dy);
    }

    @Override
    public boolean isIntrinsic() {
        return first.isIntrinsic() || second.isIntrinsic();
    }

    @Override
    public void fill(double x, double y, Places others, double[] into) {
        Superposition.fill(first, second, x, y, others, into);
    }
}
