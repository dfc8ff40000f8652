package org.pushforward.backend.reference;

import java.util.List;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;

/** The reference evaluation of random bits: Philox4x32-10, by its definition. */
final class PhiloxRule {
    private static final long WORD = 0xFFFFFFFFL;

    private PhiloxRule() {}

    static Value randomBits(RandomBits p, Tensor node, List<Value> x) {
        long[] key = x.get(0).integers();
        long[] bits = x.get(1).integers().clone();
        for (int from = 0; from < bits.length; from += 4) {
            block(key[0], key[1], bits, from);
        }
        return new Value.Integers(bits);
    }

    private static void block(long key0, long key1, long[] words, int from) {
        long k0 = key0;
        long k1 = key1;
        for (int round = 0; round < RandomBits.ROUNDS; round++) {
            long left = RandomBits.MULTIPLIERS.get(0) * words[from];
            long right = RandomBits.MULTIPLIERS.get(1) * words[from + 2];
            words[from] = right >>> 32 ^ words[from + 1] ^ k0;
            words[from + 1] = right & WORD;
            words[from + 2] = left >>> 32 ^ words[from + 3] ^ k1;
            words[from + 3] = left & WORD;
            k0 = k0 + RandomBits.WEYL.get(0) & WORD;
            k1 = k1 + RandomBits.WEYL.get(1) & WORD;
        }
    }
}
