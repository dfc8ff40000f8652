package org.pushforward.zoo.field.prior;

import org.pushforward.tensor.HostArray;
import org.pushforward.zoo.field.covariance.Correlation;
import org.pushforward.zoo.field.covariance.FieldCovariance;

/**
 * A field that was drawn from a {@link FieldPrior}, with its parameters.
 *
 * @param values the values of its cells, [rows, columns], float64
 * @param stationary whether its covariance is the same everywhere
 * @param correlation its correlation
 * @param mean its mean
 * @param covariance its covariance between centers of cells, with the nugget
 */
public record SimulatedField(
        HostArray values, boolean stationary, Correlation correlation, double mean, FieldCovariance covariance) {}
