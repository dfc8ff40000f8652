package org.pushforward.zoo.field.covariance;

import java.util.ArrayList;
import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;

/** A stationary covariance in a graph. Its parameters are scalar tensors, so it can be differentiated with respect to them. */
public interface TracedCovariance {

    /**
     * Returns the covariances at offsets between places that differ.
     *
     * @param values the parameters, scalars
     * @param dx the offsets to the east
     * @param dy the offsets to the north, of the same shape
     */
    Tensor between(List<Tensor> values, Tensor dx, Tensor dy);

    /** Returns the variance of one value, a scalar. */
    Tensor variance(List<Tensor> values);

    /** Returns the covariance with parameters variance and range. */
    static TracedCovariance isotropic(Correlation correlation) {
        return of((values, dx, dy) -> {
            Tensor distance = dx.square().add(dy.square()).sqrt();
            return values.get(0).mul(correlation.at(distance.div(values.get(1))));
        });
    }

    /** Returns the covariance with parameters variance, major range, ratio and angle. */
    static TracedCovariance anisotropic(Correlation correlation) {
        return of((values, dx, dy) -> {
            Tensor angle = values.get(3).mul(Math.PI / 180);
            Tensor along = dx.mul(angle.sin()).add(dy.mul(angle.cos()));
            Tensor across = dx.mul(angle.cos()).sub(dy.mul(angle.sin()));
            Tensor square = along.square().add(across.div(values.get(2)).square());
            return values.get(0).mul(correlation.at(square.sqrt().div(values.get(1))));
        });
    }

    /** Computes covariances at offsets. */
    @FunctionalInterface
    interface Offsets {
        /** Returns the covariances. */
        Tensor at(List<Tensor> values, Tensor dx, Tensor dy);
    }

    /** Returns the covariance that a function computes; its first parameter is the variance. */
    private static TracedCovariance of(Offsets offsets) {
        return new TracedCovariance() {
            @Override
            public Tensor between(List<Tensor> values, Tensor dx, Tensor dy) {
                return offsets.at(values, dx, dy);
            }

            @Override
            public Tensor variance(List<Tensor> values) {
                return values.get(0);
            }
        };
    }

    /** Returns this covariance with a nugget as an additional last parameter. */
    default TracedCovariance withNugget() {
        TracedCovariance own = this;
        return new TracedCovariance() {
            @Override
            public Tensor between(List<Tensor> values, Tensor dx, Tensor dy) {
                return own.between(values, dx, dy);
            }

            @Override
            public Tensor variance(List<Tensor> values) {
                return own.variance(values).add(values.get(values.size() - 1));
            }
        };
    }

    /** Returns this covariance with the parameter at one position fixed. */
    default TracedCovariance with(int position, double value) {
        TracedCovariance own = this;
        return new TracedCovariance() {
            @Override
            public Tensor between(List<Tensor> values, Tensor dx, Tensor dy) {
                return own.between(all(values), dx, dy);
            }

            @Override
            public Tensor variance(List<Tensor> values) {
                return own.variance(all(values));
            }

            private List<Tensor> all(List<Tensor> values) {
                List<Tensor> more = new ArrayList<>(values);
                more.add(position, Tensor.scalar(DType.F64, value));
                return more;
            }
        };
    }
}
