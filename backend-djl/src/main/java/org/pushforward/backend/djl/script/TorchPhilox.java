package org.pushforward.backend.djl.script;

import static org.pushforward.backend.djl.script.Torch.call;

import java.util.List;
import java.util.stream.LongStream;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The lowering of random bits, in wrapping int64 arithmetic.
 *
 * <p>The words of each counter are stored as two rows, (first, third) and (second, fourth), so that a round is a
 * handful of operations on both halves at once. Let p be the product of the first row and the multipliers. The next
 * first row is the high words of p, swapped, combined with the second row and the key. The next second row is the low
 * words of p, swapped.
 */
final class TorchPhilox {
    private static final long WORD = 0xFFFFFFFFL;

    private TorchPhilox() {}

    static String lower(RandomBits primitive, Tensor node, ScriptWriter s) {
        int blocks = node.shape().size() / 4;
        if (blocks == 0) {
            return s.name(node.operands().get(1));
        }
        String keys = keys(s.name(node.operands().get(0)), s);
        String multipliers = s.constant(HostArray.of(
                Shape.of(2, 1),
                RandomBits.MULTIPLIERS.stream().mapToLong(Long::longValue).toArray()));
        String words = s.let(call("reshape", s.name(node.operands().get(1)), List.of(blocks, 2, 2)));
        String rows = s.let(call("contiguous", s.let(call("permute", words, List.of(2, 1, 0)))));
        String multiplied = s.let(call("select", rows, 0, 0));
        String other = s.let(call("select", rows, 0, 1));
        for (int round = 0; round < RandomBits.ROUNDS; round++) {
            String product = s.let(call("flip", s.let(call("mul", multiplied, multipliers)), List.of(0)));
            String high = s.let(call("__and__", s.let(call("__rshift__", product, 32)), WORD));
            String key = s.let(call("narrow", keys, 1, round, 1));
            multiplied = s.let(call("__xor__", s.let(call("__xor__", high, other)), key));
            other = s.let(call("__and__", product, WORD));
        }
        String result = s.let(call("stack", List.of(multiplied, other), 0));
        return call("reshape", s.let(call("permute", result, List.of(2, 1, 0))), Torch.dims(node.shape()));
    }

    /** Returns the words of the key in each round, of shape [2, rounds]. */
    private static String keys(String key, ScriptWriter s) {
        long[] steps = LongStream.range(0, 2L * RandomBits.ROUNDS)
                .map(i -> i % RandomBits.ROUNDS * RandomBits.WEYL.get((int) (i / RandomBits.ROUNDS)))
                .toArray();
        String column = s.let(call("reshape", key, List.of(2, 1)));
        String added = s.constant(HostArray.of(Shape.of(2, RandomBits.ROUNDS), steps));
        return s.let(call("__and__", s.let(call("add", column, added)), WORD));
    }
}
