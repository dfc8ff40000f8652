package org.pushforward.zoo.field.covariance;

import org.ejml.data.DMatrixRMaj;
import org.pushforward.linalg.covariance.DenseCovariance;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;

/** The covariance between the values of a random field at two places, positive semi-definite for any set of places. */
public interface FieldCovariance {

    /** Returns C((x1, y1), (x2, y2)). */
    double between(double x1, double y1, double x2, double y2);

    /** Returns the variance at a place. */
    default double variance(double x, double y) {
        return between(x, y, x, y);
    }

    /**
     * Writes the covariance between one place and each of several others.
     *
     * @param into the array to write to, at least as long as there are others
     */
    default void fill(double x, double y, Places others, double[] into) {
        for (int i = 0; i < others.count(); i++) {
            into[i] = between(x, y, others.x(i), others.y(i));
        }
    }

    /**
     * Returns whether the level of this covariance is arbitrary, as that of a {@link PowerLaw}: only linear combinations with weights that
     * sum to zero then have a meaningful variance.
     */
    default boolean isIntrinsic() {
        return false;
    }

    /** Returns the covariance of the sum of two independent fields. */
    default FieldCovariance plus(FieldCovariance other) {
        return new Superposition(this, other);
    }

    /**
     * Returns the covariance of the values at some places as an operator for graphs: for noise, exact denoisers and observations.
     *
     * @param domain the shape of the values, such as [rows, columns] of a grid
     * @throws IllegalArgumentException if the number of elements of the domain is not the number of places, or there are more than
     *     {@value DenseFactor#LARGEST} places
     */
    default DenseCovariance on(Places places, Shape domain) {
        DMatrixRMaj matrix = DenseFactor.matrix(this, places);
        int n = places.count();
        return DenseCovariance.of(domain, HostArray.wrap(Shape.of(n, n), matrix.data));
    }
}
