package org.pushforward.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.pushforward.tensor.DType;

/**
 * Merges the known factors of a product: (x a) b is x (a b), (a / x) b is (a b) / x, and where a b is 1, (x a y) b is x y, also for
 * what is linear in x, a cotangent pulled back through tanh. It holds up to rounding and to what is too large or too small
 * on the way; factors stay apart if their product is no normal number or has to be rounded.
 */
final class ConstantFactors {
    private ConstantFactors() {}

    /** Returns the product of a tensor and a known number in fewer operations, or the node that stands for it. */
    static Tensor merge(Tensor node, Tensor x, double number) {
        Primitive primitive = x.primitive();
        if (primitive instanceof Binary.Mul) {
            for (int i = 0; i < 2; i++) {
                OptionalDouble factor = Simplification.uniform(x.operands().get(i));
                if (factor.isPresent() && isExact(factor.getAsDouble(), number, node.dtype())) {
                    return x.operands().get(1 - i).mul(factor.getAsDouble() * number);
                }
            }
            Tensor left = without(x, 0, number);
            return left != x ? left : or(node, x, without(x, 1, number));
        }
        if (primitive instanceof Binary.Div) {
            OptionalDouble dividend = Simplification.uniform(x.operands().get(0));
            return dividend.isPresent() && isExact(dividend.getAsDouble(), number, node.dtype())
                    ? Tensor.full(node.type(), dividend.getAsDouble() * number)
                            .div(x.operands().get(1))
                    : node;
        }
        return primitive instanceof Smooth.TanhGradient ? or(node, x, without(x, 0, number)) : node;
    }

    private static Tensor or(Tensor node, Tensor x, Tensor shorter) {
        return shorter != x ? shorter : node;
    }

    /** Returns a product with one operand freed of the inverse of a number; the product itself if the operand has no such factor. */
    private static Tensor without(Tensor product, int position, double number) {
        Tensor operand = product.operands().get(position);
        if (operand.primitive() instanceof Binary.Mul) {
            for (int i = 0; i < 2; i++) {
                OptionalDouble known = Simplification.uniform(operand.operands().get(i));
                if (known.isPresent()
                        && known.getAsDouble() * number == 1
                        && isExact(known.getAsDouble(), number, product.dtype())) {
                    List<Tensor> operands = new ArrayList<>(product.operands());
                    operands.set(position, operand.operands().get(1 - i));
                    return Tensor.of(product.primitive(), operands);
                }
            }
        }
        return product;
    }

    /** Returns whether the product of two numbers is a normal number of an element type that is not rounded. */
    private static boolean isExact(double a, double b, DType dtype) {
        double product = a * b;
        double least = dtype == DType.F32 ? Float.MIN_NORMAL : Double.MIN_NORMAL;
        return Math.fma(a, b, -product) == 0
                && Math.abs(product) >= least
                && (dtype == DType.F64 ? Double.isFinite(product) : (float) product == product);
    }
}
