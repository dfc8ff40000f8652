package org.pushforward.linalg.covariance;

import java.util.Arrays;
import java.util.Collections;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.pushforward.graph.Tensor;
import org.pushforward.linalg.RowVectors;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The variances of coordinates with a shape, either one for all or one for each. They are known on the host in float64, or traced. */
sealed interface Variances {

    /** Known variances: a scalar, or with the shape of the coordinates. */
    record KnownVariances(HostArray values) implements Variances {
        double at(int position) {
            return values.get(values.size() == 1 ? 0 : position);
        }
    }

    /** Traced variances: a scalar, or of shape [..., coordinates] with broadcasting of lengths of 1. */
    record TracedVariances(Tensor values) implements Variances {}

    /** Returns known variances, and refuses negative ones and ones that are not finite. */
    static Variances known(String covariance, HostArray values) {
        for (int i = 0; i < values.size(); i++) {
            if (!(values.get(i) >= 0 && values.get(i) < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(covariance + ": variance " + i + " = " + values.get(i)
                        + ", expected a finite number of 0 or more");
            }
        }
        return new KnownVariances(values.cast(DType.F64));
    }

    /**
     * Returns eigenvalues with rounding errors replaced by zero. Refuses eigenvalues that are too negative to be rounding errors of the
     * matrix's element type. Small positive eigenvalues are kept, because float32 matrices are treated as exact.
     */
    static Variances eigenvalues(String covariance, HostArray values, DType given) {
        double[] numbers = values.toDoubles();
        double largest = Arrays.stream(numbers).map(Math::abs).max().orElse(0);
        double rounding = numbers.length * Math.ulp(1.0) * largest;
        double left = given == DType.F32 ? numbers.length * Math.ulp(1f) * largest : rounding;
        for (int i = 0; i < numbers.length; i++) {
            if (!(numbers[i] >= -left)) {
                throw new IllegalArgumentException(covariance + " is not positive definite: its eigenvalue " + i
                        + " is " + numbers[i] + ", and the largest " + largest);
            }
            numbers[i] = numbers[i] <= rounding ? 0 : numbers[i];
        }
        return new KnownVariances(HostArray.wrap(values.shape(), numbers));
    }

    /** Returns one known variance for all coordinates of all rows. */
    static Variances scalar(String covariance, double value) {
        return known(covariance, HostArray.scalar(DType.F64, value));
    }

    /** Returns one traced variance for all coordinates, either for all rows or for each row. */
    static Variances scalar(String covariance, Tensor value, Shape coordinates) {
        Shape ones = Shape.of(Collections.nCopies(coordinates.rank(), 1));
        RowVectors.of("variance of " + covariance, value, value.shape().rank() == 0 ? Shape.scalar() : ones);
        return new TracedVariances(value);
    }

    /** Returns a tensor that broadcasts with coordinates of shape [..., coordinates]. */
    default Tensor in(DType dtype) {
        return this instanceof KnownVariances known
                ? Tensor.constant(known.values.cast(dtype))
                : ((TracedVariances) this).values.cast(dtype);
    }

    default Variances plus(Variances other) {
        return combined(other, Double::sum, Tensor::add);
    }

    default Variances times(Variances other) {
        return combined(other, (a, b) -> a * b, Tensor::mul);
    }

    default Variances sqrt() {
        return mapped(Math::sqrt, Tensor::sqrt);
    }

    /** Returns the reciprocals, and refuses known zeros. */
    default Variances reciprocal(Covariance of) {
        if (this instanceof KnownVariances known) {
            for (int i = 0; i < known.values.size(); i++) {
                if (known.values.get(i) == 0) {
                    throw new IllegalArgumentException("inverse of a " + of + ": its variance " + i
                            + " is 0, expected positive ones; add an isotropic covariance");
                }
            }
        }
        return mapped(v -> 1 / v, Tensor::reciprocal);
    }

    private Variances combined(Variances other, DoubleBinaryOperator known, BinaryOperator<Tensor> traced) {
        if (this instanceof KnownVariances a && other instanceof KnownVariances b) {
            HostArray larger = a.values.shape().rank() == 0 ? b.values : a.values;
            double[] result = new double[larger.size()];
            Arrays.setAll(result, i -> known.applyAsDouble(a.at(i), b.at(i)));
            return new KnownVariances(HostArray.wrap(larger.shape(), result));
        }
        DType dtype = (this instanceof TracedVariances a ? a : (TracedVariances) other).values.dtype();
        return new TracedVariances(traced.apply(in(dtype), other.in(dtype)));
    }

    private Variances mapped(DoubleUnaryOperator known, UnaryOperator<Tensor> traced) {
        if (this instanceof KnownVariances a) {
            double[] result = Arrays.stream(a.values.toDoubles()).map(known).toArray();
            return new KnownVariances(HostArray.wrap(a.values.shape(), result));
        }
        return new TracedVariances(traced.apply(((TracedVariances) this).values));
    }

    /** Returns the sum of the logarithms over the coordinates, with the shape of the leading axes. */
    default Tensor logSum(Shape coordinates, DType dtype) {
        Variances flat = flat(coordinates);
        if (flat instanceof KnownVariances known) {
            double sum = 0;
            for (int i = 0; i < coordinates.size(); i++) {
                sum += Math.log(known.at(i));
            }
            return Tensor.scalar(dtype, sum);
        }
        Tensor values = flat.in(dtype);
        double repeated = (double) coordinates.size() / values.dim(-1);
        return values.log().sum(-1).mul(repeated);
    }

    /** Returns these variances for flattened coordinates: a scalar or [d] if known, and [..., 1] or [..., d] if traced. */
    default Variances flat(Shape coordinates) {
        int d = coordinates.size();
        if (this instanceof KnownVariances known) {
            return known.values.shape().rank() == 0 ? known : new KnownVariances(known.values.reshape(Shape.of(d)));
        }
        Tensor values = ((TracedVariances) this).values;
        Shape shape = values.shape();
        int axes = coordinates.rank();
        if (shape.rank() == 0) {
            return new TracedVariances(values.reshape(1));
        }
        Shape leading = Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - axes));
        boolean one = shape.size() == leading.size();
        Tensor full = one ? values : values.broadcastTo(RowVectors.join(leading, coordinates));
        return new TracedVariances(full.reshape(RowVectors.join(leading, Shape.of(one ? 1 : d))));
    }

    /** Returns the variances at a range of positions of the first axis of the coordinates. */
    default Variances part(Shape coordinates, int from, int to) {
        if (this instanceof KnownVariances known) {
            return known.values.shape().rank() == 0 ? known : new KnownVariances(known.values.rows(from, to));
        }
        Tensor values = ((TracedVariances) this).values;
        int axis = values.shape().rank() - coordinates.rank();
        boolean one = values.shape().rank() == 0 || values.dim(axis) == 1;
        return one ? this : new TracedVariances(values.slice(axis, from, to));
    }
}
