package org.pushforward.random;

import org.pushforward.Stability;
import org.pushforward.graph.RandomBits;
import org.pushforward.graph.Tensor;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The key of a Philox 4x32 generator with ten rounds. It draws the same numbers on the host as a program with the same {@link TracedKey}.
 *
 * <p>The stream: element j of row k is word {@code j mod 4} of the block at the counter {@code (floor(j / 4), 0, k, 0)}, least
 * significant word first; a key derived with a number is the first two words of the block at {@code (number, 0, 0, 1)}. Row k therefore
 * depends only on the key and on k, and a longer row starts with the shorter one.
 *
 * <p>Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, 2011.
 *
 * @param first the first word, from 0 to 2^32 exclusive
 * @param second the second word, from 0 to 2^32 exclusive
 */
@Stability(Stability.Level.STABLE)
public record PhiloxKey(long first, long second) {
    static final int WORDS = 4;
    // The last word of the counter keeps the blocks that derive keys apart from those that are drawn.
    static final long DERIVING = 1;
    // A 24th bit in addition to the half would not fit into the significand of a float, and a number could round to 1.
    private static final int COARSENESS = 1 << 9;
    private static final double SPACING = 0x1p-23;
    private static final long WORD = 0xFFFFFFFFL;

    /**
     * Checks the words.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public PhiloxKey {
        if ((first & WORD) != first || (second & WORD) != second) {
            throw new IllegalArgumentException("words " + first + " and " + second
                    + " of a key: expected two from 0 to 2^32 exclusive; of() takes any seed");
        }
    }

    /** Returns the key of a seed. */
    public static PhiloxKey of(long seed) {
        return new PhiloxKey(seed & WORD, seed >>> 32);
    }

    /**
     * Returns a key derived from this one and a number, such as a step number.
     *
     * @throws IllegalArgumentException if the number is not from 0 to 2^32 exclusive
     */
    public PhiloxKey fold(long number) {
        long[] block = block(derivable(number), 0, DERIVING);
        return new PhiloxKey(block[0], block[1]);
    }

    /** Checks that a number fits into a word of a counter, and returns it. */
    static long derivable(long number) {
        if ((number & WORD) != number) {
            throw new IllegalArgumentException("number " + number
                    + " of a derived key: expected 0 to 2^32 exclusive; fold twice for a 64-bit number");
        }
        return number;
    }

    /** Returns the value for a {@link TracedKey}. */
    public HostArray words() {
        return HostArray.of(Shape.of(2), first, second);
    }

    /**
     * Draws words of 32 random bits, int64 from 0 to 2^32 exclusive.
     *
     * @param shape of rank 1 or more
     * @param firstRow the number of the first row, 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public HostArray bits(Shape shape, int firstRow) {
        return HostArray.wrap(shape, words(shape, firstRow));
    }

    /**
     * Draws independent float32 numbers, uniform on (0, 1): {@code (floor(b / 512) + 1/2) / 2^23} for the bits b.
     *
     * @param shape of rank 1 or more
     * @param firstRow the number of the first row, 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public HostArray uniform(Shape shape, int firstRow) {
        long[] words = words(shape, firstRow);
        float[] values = new float[words.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) uniform(words[i]);
        }
        return HostArray.wrap(shape, values);
    }

    /**
     * Returns independent float32 numbers from N(0, 1), by {@link BoxMuller} in float64.
     *
     * @param shape of rank 1 or more
     * @param firstRow the number of the first row, 0 or more
     * @throws IllegalArgumentException if it is negative
     */
    public HostArray normal(Shape shape, int firstRow) {
        int rows = shape.dim(0);
        int row = rows == 0 ? 0 : shape.size() / rows;
        float[] values = new float[shape.size()];
        int even = (row + 1) / 2 * 2;
        long[] words = words(Shape.of(rows, even), firstRow);
        for (int k = 0; k < rows; k++) {
            for (int j = 0; j < row; j++) {
                int pair = k * even + j / 2 * 2;
                values[k * row + j] = (float) BoxMuller.normal(words[pair], words[pair + 1], j % 2);
            }
        }
        return HostArray.wrap(shape, values);
    }

    static double uniform(long bits) {
        return (bits / COARSENESS + 0.5) * SPACING;
    }

    static Tensor uniform(Tensor bits, DType dtype) {
        return bits.floorDiv(COARSENESS).cast(dtype).add(0.5).mul(SPACING);
    }

    private long[] words(Shape shape, int firstRow) {
        if (firstRow < 0) {
            throw new IllegalArgumentException("row number " + firstRow + ": expected 0 or more");
        }
        int rows = shape.dim(0);
        int row = rows == 0 ? 0 : shape.size() / rows;
        long[] words = new long[shape.size()];
        for (int k = 0; k < rows; k++) {
            for (int j = 0; j < row; j += WORDS) {
                long[] block = block(j / WORDS, (long) firstRow + k, 0);
                System.arraycopy(block, 0, words, k * row + j, Math.min(WORDS, row - j));
            }
        }
        return words;
    }

    private long[] block(long number, long row, long purpose) {
        long[] x = {number, 0, row, purpose};
        long k0 = first;
        long k1 = second;
        for (int round = 0; round < RandomBits.ROUNDS; round++) {
            long left = RandomBits.MULTIPLIERS.get(0) * x[0];
            long right = RandomBits.MULTIPLIERS.get(1) * x[2];
            x = new long[] {right >>> 32 ^ x[1] ^ k0, right & WORD, left >>> 32 ^ x[3] ^ k1, left & WORD};
            k0 = k0 + RandomBits.WEYL.get(0) & WORD;
            k1 = k1 + RandomBits.WEYL.get(1) & WORD;
        }
        return x;
    }
}
