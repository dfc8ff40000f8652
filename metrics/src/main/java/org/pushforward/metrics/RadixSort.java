package org.pushforward.metrics;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Sorts floats in ascending order in time proportional to their number: by the eleven lowest bits of their keys, then by the next
 * eleven, then by the rest.
 *
 * <p>A key is the bits of the float, read as an integer, with all bits inverted if the float is negative and only the sign bit
 * inverted otherwise. As unsigned integers, keys are in the same order as the floats: -0 comes before 0, and NaN lies beyond the
 * infinities. An engine's sort also returns positions, and takes five to twenty times as long.
 *
 * <p>Not safe for use by several threads: an instance reuses its memory for each sort.
 */
final class RadixSort {
    private static final int BITS = 11;
    private static final int MASK = (1 << BITS) - 1;

    private final int[] low = new int[1 << BITS];
    private final int[] middle = new int[1 << BITS];
    private final int[] high = new int[1 << BITS];
    private final int[] scratch;

    /** Allocates memory for sorting this many floats. */
    RadixSort(int length) {
        this.scratch = new int[length];
    }

    /**
     * Sorts.
     *
     * @param values floats
     * @param start the position of the first one
     * @param keys receives the keys in ascending order; its length is the number of floats to sort
     */
    void sort(FloatBuffer values, int start, int[] keys) {
        Arrays.fill(low, 0);
        Arrays.fill(middle, 0);
        Arrays.fill(high, 0);
        count(values, start, scratch, low, middle, high, keys.length);
        scatter(scratch, keys, low, 0, keys.length);
        scatter(keys, scratch, middle, BITS, keys.length);
        scatter(scratch, keys, high, 2 * BITS, keys.length);
    }

    /** Returns the float that has a key. */
    static float value(int key) {
        return Float.intBitsToFloat(key ^ (~key >> 31 | Integer.MIN_VALUE));
    }

    // The compiler keeps arrays in registers only if they are parameters of the method.
    private static void count(
            FloatBuffer values, int start, int[] keys, int[] low, int[] middle, int[] high, int length) {
        for (int i = 0; i < length; i++) {
            int bits = Float.floatToRawIntBits(values.get(start + i));
            int key = bits ^ (bits >> 31 | Integer.MIN_VALUE);
            keys[i] = key;
            low[key & MASK]++;
            middle[key >>> BITS & MASK]++;
            high[key >>> 2 * BITS]++;
        }
        sum(low);
        sum(middle);
        sum(high);
    }

    /** Replaces each count by the sum of the counts before it. */
    private static void sum(int[] counts) {
        int before = 0;
        for (int i = 0; i < counts.length; i++) {
            int count = counts[i];
            counts[i] = before;
            before += count;
        }
    }

    private static void scatter(int[] from, int[] to, int[] positions, int shift, int length) {
        for (int i = 0; i < length; i++) {
            int key = from[i];
            to[positions[key >>> shift & MASK]++] = key;
        }
    }
}
