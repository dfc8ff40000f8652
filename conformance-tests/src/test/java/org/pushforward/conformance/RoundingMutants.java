package org.pushforward.conformance;

import java.util.List;
import org.pushforward.graph.Contraction;
import org.pushforward.graph.Tensor;
import org.pushforward.graph.pass.Rewrite;
import org.pushforward.tensor.DType;

/** Backends that round the factors of float32 products and convolutions, on whatever device. */
public final class RoundingMutants {
    private static final int DOUBLE = 53;

    private RoundingMutants() {}

    /** Rounds to ten significant bits: the relative error is up to 2^-10, as if TF32 cut off what its ten-bit mantissa cannot hold. */
    public static final class TenBits extends Mutants.SilentFallback {
        @Override
        Tensor replace(Tensor node, List<Tensor> operands) {
            return rounded(node, operands, 10);
        }
    }

    /** Rounds to eight significant bits, as bfloat16 does. */
    public static final class EightBits extends Mutants.SilentFallback {
        @Override
        Tensor replace(Tensor node, List<Tensor> operands) {
            return rounded(node, operands, 8);
        }
    }

    private static Tensor rounded(Tensor node, List<Tensor> operands, int bits) {
        boolean product = node.primitive() instanceof Contraction && node.dtype() == DType.F32;
        return product
                ? Tensor.of(
                        node.primitive(),
                        operands.stream().map(x -> rounded(x, bits)).toList())
                : Rewrite.keep(node, operands);
    }

    /** Splits as Veltkamp does, in the interpreter's float64. Infinities and NaN stay. */
    private static Tensor rounded(Tensor x, int bits) {
        Tensor scaled = x.mul(Math.scalb(1.0, DOUBLE - bits) + 1);
        Tensor high = scaled.sub(scaled.sub(x));
        return x.abs().less(Tensor.full(x.type(), Float.MAX_VALUE)).where(high, x);
    }
}
