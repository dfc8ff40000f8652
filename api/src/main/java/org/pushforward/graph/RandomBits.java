package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Philox4x32-10: four words of 32 random bits for each counter under a key, the same on every engine.
 *
 * <p>Operands, int64 with a word of 32 bits, from 0 to 2^32 exclusive, in each element: the key, of shape [2], and the
 * counters, of shape [..., 4] with the least significant word first. The result is of the shape of the counters. Words out
 * of range are undefined.
 *
 * <p>Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, 2011.
 */
@Stability(Stability.Level.STABLE)
public record RandomBits() implements Primitive {
    /** The number of rounds. */
    public static final int ROUNDS = 10;

    /** The multipliers of the first and third word. */
    public static final List<Long> MULTIPLIERS = List.of(0xD2511F53L, 0xCD9E8D57L);

    /** What is added to the words of the key between two rounds. */
    public static final List<Long> WEYL = List.of(0x9E3779B9L, 0xBB67AE85L);

    @Override
    public TensorType infer(List<TensorType> operands) {
        Operands.count(operands, 2);
        Operands.check(
                operands.stream().allMatch(type -> type.dtype() == DType.I64),
                "expected int64 words of key and counters");
        Operands.check(operands.get(0).shape().equals(Shape.of(2)), "expected a key of shape [2]");
        TensorType counters = operands.get(1);
        int rank = counters.shape().rank();
        Operands.check(rank >= 1 && counters.shape().dim(rank - 1) == 4, "expected counters of shape [..., 4]");
        return counters;
    }
}
