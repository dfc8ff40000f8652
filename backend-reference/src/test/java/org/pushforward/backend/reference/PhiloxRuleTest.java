package org.pushforward.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source32.Philox4x32;
import org.junit.jupiter.api.Test;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The oracle's random bits against numbers that its authors published, and against another implementation. */
class PhiloxRuleTest {
    private static final long LARGEST = 0xFFFFFFFFL;

    /** The known answers for philox4x32 with 10 rounds, from the authors' Random123 library. */
    @Test
    void knownAnswersAreGiven() {
        assertThat(bits(new long[] {0, 0}, 0, 0, 0, 0))
                .containsExactly(0x6627e8d5L, 0xe169c58dL, 0xbc57ac4cL, 0x9b00dbd8L);
        assertThat(bits(new long[] {LARGEST, LARGEST}, LARGEST, LARGEST, LARGEST, LARGEST))
                .containsExactly(0x408f276dL, 0x41c83b0eL, 0xa20bc7c6L, 0x6d5451fdL);
        assertThat(bits(new long[] {0xa4093822L, 0x299f31d0L}, 0x243f6a88L, 0x85a308d3L, 0x13198a2eL, 0x03707344L))
                .containsExactly(0xd16cfe09L, 0x94fdccebL, 0x5001e420L, 0x24126ea1L);
    }

    @Test
    void anotherImplementationAgrees() {
        UniformRandomProvider random = RandomKey.of(20261122).stream();
        for (int k = 0; k < 50; k++) {
            long[] words = random.longs(6, 0, LARGEST + 1).toArray();
            agree(words[0], words[1], words[2], words[3], words[4], words[5]);
        }
        agree(1, 2, LARGEST, 3, 4, 5);
    }

    /** The other implementation starts with the counter after the given one. */
    private static void agree(long key0, long key1, long low, long... rest) {
        Philox4x32 other = new Philox4x32(
                new int[] {(int) key0, (int) key1, (int) low, (int) rest[0], (int) rest[1], (int) rest[2]});
        assertThat(bits(new long[] {key0, key1}, low + 1 & LARGEST, rest[0] + (low + 1 >>> 32), rest[1], rest[2]))
                .containsExactly(word(other), word(other), word(other), word(other));
    }

    private static long word(Philox4x32 other) {
        return Integer.toUnsignedLong(other.next());
    }

    private static long[] bits(long[] key, long... counter) {
        Tensor bits = Tensor.of(
                new RandomBits(),
                List.of(
                        Tensor.constant(HostArray.of(Shape.of(2), key)),
                        Tensor.constant(HostArray.of(Shape.of(4), counter))));
        return words(new Oracle().array(bits));
    }

    private static long[] words(HostArray array) {
        long[] words = new long[array.size()];
        array.longs().get(words);
        return words;
    }
}
