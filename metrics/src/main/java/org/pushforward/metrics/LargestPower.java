package org.pushforward.metrics;

/** The largest of the numbers offered and its row, the first one if several rows have it. Safe for use by several threads. */
final class LargestPower {
    private volatile double power = Double.NEGATIVE_INFINITY;
    private int row = Integer.MAX_VALUE;

    /** Offers a row's number. NaN counts as larger than all other numbers. */
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

    /** Returns the row of the largest number so far. */
    synchronized int row() {
        return row;
    }
}
