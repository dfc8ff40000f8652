package org.pushforward.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.pushforward.tensor.DType;

/**
 * Merges the known factors of a product: (x a) b is x (a b), (a / x) b is (a b) / x, and where a b is 1, (x a y) b is x y, also for
 * what is linear in x, a cotangent pulled back through tanh. It holds up to rounding and to what is too large or too small
 * on the way; factors stay apart if their product is no normal number.
 */
final class ConstantFactors {
    private ConstantFactors() {}

    /** Returns the product of a tensor and a known number in fewer operations, or the node that stands for it. */
    static Tensor merge(Tensor node, Tensor x, double number) {
        Primitive primitive = x.primitive();
        if (primitive instanceof Binary.Mul) {
            for (int i = 0; i < 2; i++) {
                OptionalDouble factor = Simplification.uniform(x.operands().get(i));
                if (factor.isPresent() && isNormal(factor.getAsDouble() * number, node.dtype())) {
                    return x.operands().get(1 - i).mul(factor.getAsDouble() * number);
                }
            }
            Tensor left = without(x, 0, 1 / number);
            return left != x ? left : or(node, x, without(x, 1, 1 / number));
        }
        if (primitive instanceof Binary.Div) {
            OptionalDouble dividend = Simplification.uniform(x.operands().get(0));
            return dividend.isPresent() && isNormal(dividend.getAsDouble() * number, node.dtype())
                    ? Tensor.full(node.type(), dividend.getAsDouble() * number)
                            .div(x.operands().get(1))
                    : node;
        }
        return primitive instanceof Smooth.TanhGradient ? or(node, x, without(x, 0, 1 / number)) : node;
    }

    private static Tensor or(Tensor node, Tensor x, Tensor shorter) {
        return shorter != x ? shorter : node;
    }

    /** Returns a product with one operand freed of a known factor; the product itself if the operand does not have that factor. */
    private static Tensor without(Tensor product, int position, double factor) {
        Tensor operand = product.operands().get(position);
        if (operand.primitive() instanceof Binary.Mul) {
            for (int i = 0; i < 2; i++) {
                OptionalDouble known = Simplification.uniform(operand.operands().get(i));
                if (known.isPresent() && known.getAsDouble() == factor) {
                    List<Tensor> operands = new ArrayList<>(product.operands());
                    operands.set(position, operand.operands().get(1 - i));
                    return Tensor.of(product.primitive(), operands);
                }
            }
        }
        return product;
    }

    private static boolean isNormal(double number, DType dtype) {
        double size = Math.abs(number);
        return dtype == DType.F32
                ? size >= Float.MIN_NORMAL && size <= Float.MAX_VALUE
                : size >= Double.MIN_NORMAL && size <= Double.MAX_VALUE;
    }
}
