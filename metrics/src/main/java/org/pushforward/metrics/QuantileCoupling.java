package org.pushforward.metrics;

import java.util.Arrays;

/**
 * The coupling of two weighted samples on the line that keeps the order of the mass, which is optimal for every order p of 1 or
 * more. Pair k moves mass[k] from position first[k] of one sorted sample to position second[k] of the other.
 *
 * @param first positions in the first sample, ascending
 * @param second positions in the second sample, ascending
 * @param mass the masses, which sum to 1
 */
record QuantileCoupling(int[] first, int[] second, double[] mass) {

    /** Couples n numbers of equal weight with m of equal weight. Masses are whole multiples of 1/(n m). */
    static QuantileCoupling ofSizes(int n, int m) {
        Steps steps = new Steps(n + m);
        int i = 0;
        int j = 0;
        // In units of 1/(n m), each of the n numbers has mass m, and each of the m numbers has mass n.
        long left = m;
        long room = n;
        while (i < n) {
            long moved = Math.min(left, room);
            steps.add(i, j, (double) moved / ((double) n * m));
            left -= moved;
            room -= moved;
            if (left == 0) {
                i++;
                left = m;
            }
            if (room == 0) {
                j++;
                room = n;
            }
        }
        return steps.done();
    }

    /** Couples numbers with given weights, which are divided by their sum. */
    static QuantileCoupling ofWeights(double[] first, double[] second) {
        double[] ends = ends(first);
        double[] otherEnds = ends(second);
        Steps steps = new Steps(first.length + second.length);
        int i = 0;
        int j = 0;
        double at = 0;
        while (i < ends.length && j < otherEnds.length) {
            double to = Math.min(ends[i], otherEnds[j]);
            if (to > at) {
                steps.add(i, j, to - at);
                at = to;
            }
            if (ends[i] <= otherEnds[j]) {
                i++;
            } else {
                j++;
            }
        }
        return steps.done();
    }

    /** Returns the running sums of the weights, divided by the total; the last is exactly 1. */
    private static double[] ends(double[] weights) {
        double[] ends = weights.clone();
        Arrays.parallelPrefix(ends, Double::sum);
        double sum = ends[ends.length - 1];
        for (int i = 0; i < ends.length; i++) {
            ends[i] /= sum;
        }
        return ends;
    }

    /** A growing list of pairs. */
    private static final class Steps {
        private final int[] first;
        private final int[] second;
        private final double[] mass;
        private int count;

        Steps(int most) {
            first = new int[most];
            second = new int[most];
            mass = new double[most];
        }

        void add(int i, int j, double moved) {
            first[count] = i;
            second[count] = j;
            mass[count++] = moved;
        }

        QuantileCoupling done() {
            return new QuantileCoupling(
                    Arrays.copyOf(first, count), Arrays.copyOf(second, count), Arrays.copyOf(mass, count));
        }
    }
}
