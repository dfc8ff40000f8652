package org.pushforward.backend.onnx.lowering;

import java.util.List;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.DType;

/**
 * The error function, for which the engine has a kernel in float32 only. In float64 it is computed as x P(x^2) / Q(x^2)
 * below 1/2 and as 1 - e^(-x^2) R(x) / S(x) above, accurate to a few units in the last place. W. J. Cody, <i>Rational
 * Chebyshev approximations for the error function</i>, Mathematics of Computation 23, 1969.
 */
final class CodyErrorFunction {
    /** The coefficients of the polynomials, from the highest power to the constant. */
    private static final double[] P = {
        1.85777706184603153e-1,
        3.16112374387056560e0,
        1.13864154151050156e2,
        3.77485237685302021e2,
        3.20937758913846947e3
    };

    private static final double[] Q = {
        1, 2.36012909523441209e1, 2.44024637934444173e2, 1.28261652607737228e3, 2.84423683343917062e3
    };

    private static final double[] R = {
        2.15311535474403846e-8, 5.64188496988670089e-1, 8.88314979438837594e0, 6.61191906371416295e1,
        2.98635138197400131e2, 8.81952221241769090e2, 1.71204761263407058e3, 2.05107837782607147e3,
        1.23033935479799725e3
    };

    private static final double[] S = {
        1,
        1.57449261107098347e1,
        1.17693950891312499e2,
        5.37181101862009858e2,
        1.62138957456669019e3,
        3.29079923573345963e3,
        4.36261909014324716e3,
        3.43936767414372164e3,
        1.23033935480374942e3
    };

    private CodyErrorFunction() {}

    static String lower(Unary.ErrorFunction p, Tensor y, List<String> operands, ModelBuilder m) {
        String x = operands.get(0);
        if (y.dtype() == DType.F32) {
            return m.apply("Erf", x);
        }
        String size = m.apply("Abs", x);
        String square = m.apply("Mul", x, x);
        String near = m.apply("Mul", x, m.apply("Div", polynomial(P, square, m), polynomial(Q, square, m)));
        // Beyond 6, the function rounds to 1.
        String bounded = m.apply("Min", size, number(6, m));
        String bell = m.apply("Exp", m.apply("Neg", m.apply("Mul", bounded, bounded)));
        String ratio = m.apply("Div", polynomial(R, bounded, m), polynomial(S, bounded, m));
        String far = m.apply("Sub", number(1, m), m.apply("Mul", bell, ratio));
        String signed = m.apply("Mul", m.apply("Sign", x), far);
        return m.apply("Where", m.apply("Less", size, number(0.5, m)), near, signed);
    }

    private static String polynomial(double[] coefficients, String x, ModelBuilder m) {
        String value = number(coefficients[0], m);
        for (int i = 1; i < coefficients.length; i++) {
            value = m.apply("Add", m.apply("Mul", value, x), number(coefficients[i], m));
        }
        return value;
    }

    private static String number(double value, ModelBuilder m) {
        return m.scalar(DType.F64, value);
    }
}
