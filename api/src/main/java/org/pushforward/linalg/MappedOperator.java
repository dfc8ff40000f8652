package org.pushforward.linalg;

import java.util.List;
import java.util.function.UnaryOperator;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.TraceException;
import org.pushforward.tensor.Shape;

/**
 * The operator of a function and its adjoint.
 *
 * @param domain the shape of one argument
 * @param range the shape of one image
 * @param function maps [..., domain] to [..., range]
 * @param adjointFunction maps [..., range] to [..., domain]
 */
record MappedOperator(Shape domain, Shape range, UnaryOperator<Tensor> function, UnaryOperator<Tensor> adjointFunction)
        implements LinearOperator {
    @Override
    public Tensor apply(Tensor x) {
        return mapped("linear operator", function, x, domain, range);
    }

    @Override
    public Tensor adjoint(Tensor y) {
        return mapped("adjoint of a linear operator", adjointFunction, y, range, domain);
    }

    private static Tensor mapped(String operation, UnaryOperator<Tensor> function, Tensor x, Shape from, Shape to) {
        Shape expected = RowVectors.join(RowVectors.of(operation, x, from).leading(), to);
        Tensor y = function.apply(x);
        if (!y.type().equals(x.type().with(expected))) {
            throw new TraceException(
                    operation,
                    List.of(x.type()),
                    "its function gives " + y.type() + ", expected " + x.type().with(expected));
        }
        return y;
    }
}
