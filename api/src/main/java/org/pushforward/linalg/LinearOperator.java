package org.pushforward.linalg;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pushforward.Stability;
import org.pushforward.autodiff.Gradients;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A linear map A between tensors of two shapes, with its adjoint: {@code <A x, y> = <x, A^T y>} for the inner product that sums the
 * products of all elements.
 *
 * <p>Arguments may have any number of leading axes before the shape. Each of their positions is a row that is mapped independently. An
 * operator is traced like any function of tensors, so it runs on every engine and can be differentiated.
 *
 * <pre>{@code
 * LinearOperator seen = LinearOperator.dense(matrix);                       // [3] to [2]
 * LinearOperator normal = seen.then(seen.transpose());                      // A^T A, [3] to [3]
 * Tensor y = normal.apply(x);                                               // x of shape [n, 3]
 * }</pre>
 *
 * <p>Operators throw a {@link org.pushforward.graph.TraceException} if the last axes of an argument do not fit. The message names the
 * operator, the given type and the expected shape.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public interface LinearOperator {

    /** Returns the shape of one argument. */
    Shape domain();

    /** Returns the shape of one image. */
    Shape range();

    /**
     * Returns A x.
     *
     * @param x arguments, of shape [..., domain]
     */
    Tensor apply(Tensor x);

    /**
     * Returns A^T y.
     *
     * @param y of shape [..., range]
     */
    Tensor adjoint(Tensor y);

    /** Returns A^T. */
    default LinearOperator transpose() {
        return of(range(), domain(), this::adjoint, this::apply);
    }

    /**
     * Returns B A: this operator followed by another one.
     *
     * @throws IllegalArgumentException if the domain of B is not the range of A
     */
    default LinearOperator then(LinearOperator next) {
        if (!next.domain().equals(range())) {
            throw new IllegalArgumentException("an operator on " + next.domain() + " after one that gives " + range()
                    + ": expected the domain of the second to be the range of the first");
        }
        return of(domain(), next.range(), x -> next.apply(apply(x)), y -> adjoint(next.adjoint(y)));
    }

    /**
     * Returns A + B.
     *
     * @throws IllegalArgumentException if the two differ in domain or range
     */
    default LinearOperator plus(LinearOperator other) {
        if (!other.domain().equals(domain()) || !other.range().equals(range())) {
            throw new IllegalArgumentException("sum of an operator from " + domain() + " to " + range()
                    + " and one from " + other.domain() + " to " + other.range() + ": expected the same shapes");
        }
        return of(domain(), range(), x -> apply(x).add(other.apply(x)), y -> adjoint(y)
                .add(other.adjoint(y)));
    }

    /** Returns c A. */
    default LinearOperator scaled(double factor) {
        return of(domain(), range(), x -> apply(x).mul(factor), y -> adjoint(y).mul(factor));
    }

    /** Returns the identity operator. */
    static LinearOperator identity(Shape shape) {
        return of(shape, shape, x -> x, y -> y);
    }

    /**
     * Returns the operator of a matrix.
     *
     * @param matrix of shape [range, domain]
     * @throws IllegalArgumentException if the array is not a matrix of finite floating-point numbers
     */
    static LinearOperator dense(HostArray matrix) {
        return new MatrixOperator(matrix);
    }

    /**
     * Returns the operator of a function and its adjoint.
     *
     * @param function maps [..., domain] to [..., range], linearly
     * @param adjoint maps [..., range] to [..., domain]
     */
    static LinearOperator of(Shape domain, Shape range, UnaryOperator<Tensor> function, UnaryOperator<Tensor> adjoint) {
        return new MappedOperator(domain, range, function, adjoint);
    }

    /**
     * Returns the operator of a function whose adjoint is derived by differentiation: it is the vector-Jacobian product, which is the same
     * at every point for a linear function.
     *
     * @param function maps [..., domain] to [..., range], linearly
     */
    static LinearOperator of(Shape domain, Shape range, UnaryOperator<Tensor> function) {
        return of(domain, range, function, y -> {
            Shape leading =
                    RowVectors.of("adjoint of a linear function", y, range).leading();
            Tensor x = Tensor.full(y.type().with(RowVectors.join(leading, domain)), 0);
            return Gradients.vjp(List.of(function.apply(x)), List.of(x), List.of(y))
                    .get(0);
        });
    }
}
