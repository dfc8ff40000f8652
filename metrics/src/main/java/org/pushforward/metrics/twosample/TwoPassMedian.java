package org.pushforward.metrics.twosample;

/**
 * The upper median of float32 numbers of 0 or more that are added twice in any order, without keeping them. The bits of such numbers are in
 * their order. The first pass counts numbers by their upper sixteen bits and finds those of the median, the second pass the lower ones.
 */
final class TwoPassMedian {
    private static final int HALF = 16;
    private static final int LOWER = (1 << HALF) - 1;

    private long[] counts = new long[1 << HALF];
    private int largest;
    /** The upper bits of the median, and the position of the median among the numbers with these; -1 in the first pass. */
    private int upper = -1;

    private long position;

    /** Adds the numbers from one position of an array to another, exclusive. */
    void add(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            int bits = Float.floatToRawIntBits(values[i]);
            if (upper < 0) {
                counts[bits >>> HALF]++;
                largest = Math.max(largest, bits);
            } else if (bits >>> HALF == upper) {
                counts[bits & LOWER]++;
            }
        }
    }

    /** Ends the first pass. */
    void beginSecondPass() {
        long count = 0;
        for (long each : counts) {
            count += each;
        }
        position = count / 2;
        upper = bucket();
        for (int bucket = 0; bucket < upper; bucket++) {
            position -= counts[bucket];
        }
        counts = new long[1 << HALF];
    }

    /** Returns the median, after both passes. */
    float value() {
        return Float.intBitsToFloat(upper << HALF | bucket());
    }

    /** Returns the largest number. */
    float largest() {
        return Float.intBitsToFloat(largest);
    }

    /** Returns the bucket of the number at the position. */
    private int bucket() {
        int bucket = 0;
        long through = counts[0];
        while (through <= position) {
            bucket++;
            through += counts[bucket];
        }
        return bucket;
    }
}
