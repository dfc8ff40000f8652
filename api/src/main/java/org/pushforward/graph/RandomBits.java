package org.pushforward.graph;

import java.util.List;
import org.pushforward.Stability;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/**
 * Philox4x32-10: maps a key and each counter to four random 32-bit words, with the same bits on every engine.
 *
 * <p>Operands: the key, of shape [2], and the counters, of shape [..., 4] with the least significant word first. Both
 * are int64, and each element holds one 32-bit word, from 0 to 2^32 exclusive. The result has the shape of the
 * counters. It is undefined if a word is out of range.
 *
 * <p>Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, 2011.
 */
@Stability(Stability.Level.STABLE)
public record RandomBits() implements Primitive {
    /** The number of rounds. */
    public static final int ROUNDS = 10;

    /** The multipliers of the first and third words. */
    public static final List<Long> MULTIPLIERS = List.of(0xD2511F53L, 0xCD9E8D57L);

    /** The constants added to the words of the key between rounds. */
    public static final List<Long> WEYL = List.of(0x9E3779B9L, 0xBB67AE85L);

    @Override
    public TensorType infer(List<TensorType> operands) {
        Operands.count(operands, 2);
        Operands.check(
                operands.stream().allMatch(type -> type.dtype() == DType.I64),
                "expected an int64 key and int64 counters");
        Operands.check(operands.get(0).shape().equals(Shape.of(2)), "expected a key of shape [2]");
        TensorType counters = operands.get(1);
        int rank = counters.shape().rank();
        Operands.check(rank >= 1 && counters.shape().dim(rank - 1) == 4, "expected counters of shape [..., 4]");
        return counters;
    }
}
