package org.pushforward.nn;

import java.util.Optional;
import org.pushforward.Stability;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Multi-head attention: {@code softmax(Q K^T / sqrt(d)) V} in each head, followed by an affine map of all heads
 * together. The queries Q, keys K and values V are affine maps of the tokens.
 *
 * <p>Maps tokens of shape [n, tokens, width] to the same shape. Vaswani et al., <i>Attention is all you need</i>, 2017.
 */
@Stability(Stability.Level.EXPERIMENTAL)
public final class Attention implements Layer {
    // Finite, so that a query that sees no token gets the mean of all values instead of NaN.
    private static final double MASKED = -1e30;

    private final int heads;
    private final Dense query;
    private final Dense key;
    private final Dense value;
    private final Dense output;

    /**
     * Declares the affine maps {@code query}, {@code key}, {@code value} and {@code output}.
     *
     * @throws IllegalArgumentException if the heads do not divide the width
     */
    public Attention(Scope scope, int width, int heads) {
        if (heads < 1 || width % heads != 0) {
            throw new IllegalArgumentException(
                    heads + " heads of an Attention: expected a divisor of its width " + width);
        }
        this.heads = heads;
        query = new Dense(scope.child("query"), width, width);
        key = new Dense(scope.child("key"), width, width);
        value = new Dense(scope.child("value"), width, width);
        output = new Dense(scope.child("output"), width, width);
    }

    /** Returns self-attention: each token attends to all tokens of its sample. */
    @Override
    public Tensor apply(Tensor x) {
        return attend(x, x, Optional.empty());
    }

    /** Returns cross-attention: each token attends to the tokens of a context of shape [n, others, width]. */
    public Tensor apply(Tensor x, Tensor context) {
        return attend(x, context, Optional.empty());
    }

    /**
     * Returns masked cross-attention: each token attends to the tokens of a context that the mask lets it see.
     *
     * @param mask booleans that broadcast to [n, heads, tokens, others]; true lets a token see another
     */
    public Tensor apply(Tensor x, Tensor context, Tensor mask) {
        return attend(x, context, Optional.of(mask));
    }

    private Tensor attend(Tensor x, Tensor context, Optional<Tensor> mask) {
        Tensor found = product(split(query, x), split(key, context), split(value, context), mask);
        return affine(output, found.transpose(0, 2, 1, 3).reshape(x.shape()));
    }

    /** Returns the affine map of x, reshaped to [n, heads, tokens, width / heads]. */
    private Tensor split(Dense map, Tensor x) {
        return affine(map, x)
                .reshape(x.dim(0), x.dim(1), heads, x.dim(2) / heads)
                .transpose(0, 2, 1, 3);
    }

    private static Tensor affine(Dense map, Tensor x) {
        return map.apply(x.reshape(x.dim(0) * x.dim(1), x.dim(2))).reshape(x.shape());
    }

    /**
     * Returns {@code softmax(Q K^T / sqrt(d)) V}.
     *
     * @param queries of shape [..., m, d]
     * @param keys of shape [..., l, d]
     * @param values of shape [..., l, e]
     * @return of shape [..., m, e]
     */
    public static Tensor scaledDotProduct(Tensor queries, Tensor keys, Tensor values) {
        return product(queries, keys, values, Optional.empty());
    }

    /**
     * Returns {@code softmax(Q K^T / sqrt(d)) V} over the keys that a mask lets each query see. A query that sees no
     * key gets the mean of all values.
     *
     * @param queries of shape [..., m, d]
     * @param keys of shape [..., l, d]
     * @param values of shape [..., l, e]
     * @param mask booleans that broadcast to [..., m, l]; true lets a query see a key
     * @return of shape [..., m, e]
     */
    public static Tensor scaledDotProduct(Tensor queries, Tensor keys, Tensor values, Tensor mask) {
        return product(queries, keys, values, Optional.of(mask));
    }

    private static Tensor product(Tensor queries, Tensor keys, Tensor values, Optional<Tensor> mask) {
        Tensor scores = queries.mul(1 / Math.sqrt(queries.dim(-1))).matmul(keys.transpose());
        Tensor shown = mask.map(m -> m.where(scores, Tensor.scalar(scores.dtype(), MASKED)))
                .orElse(scores);
        return Logits.softmax(shown, -1).matmul(values);
    }

    /** Returns the causal mask, of shape [tokens, tokens], which lets each token see itself and earlier tokens. */
    public static Tensor causalMask(int tokens) {
        TensorType type = new TensorType(DType.I64, Shape.of(tokens, tokens));
        return Tensor.iota(type, 1).lessEqual(Tensor.iota(type, 0));
    }
}
