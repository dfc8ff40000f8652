package org.pushforward.zoo.field.prior;

import java.util.Optional;
import org.pushforward.zoo.field.Ellipse;

/**
 * The parameters of a field of a {@link FieldPrior}. The arrays are never modified.
 *
 * @param kind the number of the smoothness
 * @param mean the mean
 * @param nugget the variance of the nugget
 * @param variance the variance of a stationary field, and the mean variance over local ones
 * @param first the range of the first covariance
 * @param second the range of the second covariance, if the field changes from place to place
 * @param share the share of the first covariance in each cell, row by row; 1 in a stationary field
 * @param deviation the standard deviation in each cell, row by row
 */
record FieldParameters(
        int kind,
        double mean,
        double nugget,
        double variance,
        Ellipse first,
        Optional<Ellipse> second,
        double[] share,
        double[] deviation) {}
