package org.pushforward.zoo.field.covariance;

import java.util.function.DoubleBinaryOperator;
import org.pushforward.zoo.field.Ellipse;

/**
 * The covariance of a nonstationary field whose standard deviation s and ellipse of ranges E change from place to place:
 *
 * <pre>
 * C(a, b) = s(a) s(b) |E_a|^1/4 |E_b|^1/4 |M|^-1/2 rho(sqrt((a - b)^T M^-1 (a - b))),   M = (E_a + E_b) / 2
 * </pre>
 *
 * <p>It is positive definite for any maps s and E if rho is valid in every dimension. It then is the covariance of white noise convolved
 * with kernels that change from place to place.
 *
 * <p>Paciorek and Schervish, <i>Spatial modelling using a new class of nonstationary covariance functions</i>, 2006.
 *
 * @param correlation rho, valid in every dimension
 * @param deviation s at each place, 0 or more
 * @param range E at each place
 */
public record LocalStructure(Correlation correlation, DoubleBinaryOperator deviation, EllipseMap range)
        implements FieldCovariance {

    /** The ellipse of ranges at each place. */
    @FunctionalInterface
    public interface EllipseMap {
        /** Returns the ellipse at a place. */
        Ellipse at(double x, double y);
    }

    /** Refuses a correlation that is not valid in every dimension. */
    public LocalStructure {
        if (!correlation.isValidInEveryDimension()) {
            throw new IllegalArgumentException("local covariance with correlation " + correlation
                    + ": expected one that is positive definite in every dimension, such as Matern or Exponential");
        }
    }

    @Override
    public double between(double x1, double y1, double x2, double y2) {
        Ellipse.Quadratic first = range.at(x1, y1).square();
        Ellipse.Quadratic second = range.at(x2, y2).square();
        Ellipse.Quadratic mean = first.mean(second);
        double volume = Math.sqrt(Math.sqrt(first.determinant() * second.determinant()) / mean.determinant());
        double distance = Math.sqrt(mean.inverseAt(x2 - x1, y2 - y1));
        return deviationAt(x1, y1) * deviationAt(x2, y2) * volume * correlation.at(distance);
    }

    private double deviationAt(double x, double y) {
        double s = deviation.applyAsDouble(x, y);
        if (!(s >= 0 && Double.isFinite(s))) {
            throw new IllegalArgumentException("standard deviation of a local covariance at (" + x + ", " + y + ") = "
                    + s + ": expected a finite number of 0 or more");
        }
        return s;
    }
}
