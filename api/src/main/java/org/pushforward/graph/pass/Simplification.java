package org.pushforward.graph.pass;

import java.util.List;
import java.util.OptionalDouble;
import org.pushforward.graph.Binary;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Elementwise;
import org.pushforward.graph.Movement;
import org.pushforward.graph.Primitive;
import org.pushforward.graph.Source;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.Unary;
import org.pushforward.tensor.HostArray;

/**
 * Constant folding, and algebraic simplifications that hold for every floating-point number, NaN and infinities
 * included.
 *
 * <p>So x + 0, x 1, -(-x) and chains of movements are simplified, and transposes are fused into matrix products. But x
 * 0 is not replaced by 0.
 */
final class Simplification implements Rewrite {
    @Override
    public Tensor rewrite(Tensor node, List<Tensor> operands) {
        Tensor kept = Rewrite.keep(node, operands);
        if (node.primitive() instanceof Elementwise) {
            return elementwise(kept);
        }
        if (node.primitive() instanceof Movement) {
            return movement(kept);
        }
        return node.primitive() instanceof Contraction.Matmul product ? matmul(product, kept) : kept;
    }

    private static Tensor elementwise(Tensor node) {
        Primitive primitive = node.primitive();
        Tensor first = node.operands().get(0);
        if (primitive instanceof Elementwise.Cast && first.dtype() == node.dtype()) {
            return first;
        }
        if (primitive instanceof Unary unary && node.dtype().isFloating()) {
            OptionalDouble x = uniform(first);
            if (x.isPresent()) {
                return Tensor.full(node.type(), unary.apply(x.getAsDouble()));
            }
            if (primitive instanceof Unary.Neg && first.primitive() instanceof Unary.Neg) {
                return first.operands().get(0);
            }
        }
        if (primitive instanceof Binary binary && node.dtype().isFloating()) {
            return binary(binary, node);
        }
        return node;
    }

    private static Tensor binary(Binary primitive, Tensor node) {
        Tensor left = node.operands().get(0);
        Tensor right = node.operands().get(1);
        OptionalDouble x = uniform(left);
        OptionalDouble y = uniform(right);
        if (x.isPresent() && y.isPresent()) {
            return Tensor.full(node.type(), primitive.apply(x.getAsDouble(), y.getAsDouble()));
        }
        if (primitive instanceof Binary.Mul) {
            return is(y, 1) ? left : is(x, 1) ? right : is(y, -1) ? left.neg() : is(x, -1) ? right.neg() : node;
        }
        if (primitive instanceof Binary.Div || primitive instanceof Binary.Pow) {
            return is(y, 1) ? left : node;
        }
        if (primitive instanceof Binary.Add) {
            return is(y, 0) ? left : is(x, 0) ? right : node;
        }
        return primitive instanceof Binary.Sub && is(y, 0) ? left : node;
    }

    private static boolean is(OptionalDouble number, double value) {
        return number.isPresent() && number.getAsDouble() == value;
    }

    /** Returns the value of a tensor that is known to be uniform. */
    private static OptionalDouble uniform(Tensor node) {
        if (node.primitive() instanceof Movement.Broadcast) {
            return uniform(node.operands().get(0));
        }
        if (node.primitive() instanceof Source.Constant constant) {
            HostArray value = constant.value();
            if (value.size() == 1 && value.dtype().isFloating()) {
                return OptionalDouble.of(value.item());
            }
        }
        return OptionalDouble.empty();
    }

    private static Tensor movement(Tensor node) {
        if (node.primitive() instanceof Movement.Concat) {
            return node.operands().size() == 1 ? node.operands().get(0) : node;
        }
        Tensor source = node.operands().get(0);
        if (node.primitive() instanceof Movement.Reshape && uniform(source).isPresent()) {
            return Tensor.full(node.type(), uniform(source).getAsDouble());
        }
        if (node.primitive() instanceof Movement.Reshape && source.primitive() instanceof Movement.Reshape) {
            return source.operands().get(0).reshape(node.shape());
        }
        if (node.primitive() instanceof Movement.Broadcast && source.primitive() instanceof Movement.Broadcast) {
            return source.operands().get(0).broadcastTo(node.shape());
        }
        if (node.primitive() instanceof Movement.Transpose outer
                && source.primitive() instanceof Movement.Transpose inner
                && outer.equals(inner.inverse())) {
            return source.operands().get(0);
        }
        boolean idle = (node.primitive() instanceof Movement.Reshape
                        || node.primitive() instanceof Movement.Broadcast
                        || node.primitive() instanceof Movement.Slice
                        || node.primitive() instanceof Movement.Pad)
                && source.shape().equals(node.shape());
        return idle ? source : node;
    }

    private static Tensor matmul(Contraction.Matmul product, Tensor node) {
        Tensor left = node.operands().get(0);
        Tensor right = node.operands().get(1);
        boolean moveLeft = exchangesLastTwo(left);
        boolean moveRight = exchangesLastTwo(right);
        if (!moveLeft && !moveRight) {
            return node;
        }
        return Tensor.of(
                new Contraction.Matmul(product.transposeLeft() != moveLeft, product.transposeRight() != moveRight),
                List.of(
                        moveLeft ? left.operands().get(0) : left,
                        moveRight ? right.operands().get(0) : right));
    }

    private static boolean exchangesLastTwo(Tensor node) {
        if (!(node.primitive() instanceof Movement.Transpose transpose)) {
            return false;
        }
        List<Integer> permutation = transpose.permutation();
        int rank = permutation.size();
        for (int i = 0; i < rank - 2; i++) {
            if (permutation.get(i) != i) {
                return false;
            }
        }
        return permutation.get(rank - 1) == rank - 2;
    }
}
