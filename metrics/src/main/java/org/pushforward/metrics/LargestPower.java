package org.pushforward.metrics;

/** The largest of the numbers offered and the row that it belongs to, the first such row. Safe for use by several threads. */
final class LargestPower {
    private volatile double power = Double.NEGATIVE_INFINITY;
    private int row = Integer.MAX_VALUE;

    /** Takes note of a row's number. NaN is above all others. */
    synchronized void offer(double power, int row) {
        int comparison = Double.compare(power, this.power);
        if (comparison > 0 || comparison == 0 && row < this.row) {
            this.power = power;
            this.row = row;
        }
    }

    /** Returns the largest number so far. */
    double power() {
        return power;
    }

    /** Returns its row. */
    synchronized int row() {
        return row;
    }
}
