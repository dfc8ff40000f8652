package org.pushforward.metrics.twosample;

/** Sums of a kernel over pairs within the first sample, within the second and across, for some labelings. */
final class LabelingSums {
    private final double[] labels;
    private final int times;
    private final double[] within;
    private final double[] other;
    private final double[] across;

    /**
     * Begins with sums of 0.
     *
     * @param labels the labels s, 1 or 0, [point][labeling]
     * @param count the number of labelings
     * @param times how often each pair is added
     */
    LabelingSums(double[] labels, int count, int times) {
        this.labels = labels;
        this.times = times;
        this.within = new double[count];
        this.other = new double[count];
        this.across = new double[count];
    }

    /**
     * Adds the kernel of the pairs of a point i with some others j.
     *
     * @param point i
     * @param ofFirst an array with sum_j k_ij s_j for each labeling
     * @param from the position of the first labeling in it
     * @param all sum_j k_ij
     */
    void add(int point, double[] ofFirst, int from, double all) {
        int count = within.length;
        for (int c = 0; c < count; c++) {
            double first = ofFirst[from + c];
            if (labels[point * count + c] == 1) {
                within[c] += first;
                across[c] += all - first;
            } else {
                across[c] += first;
                other[c] += all - first;
            }
        }
    }

    /** Returns the statistic of each labeling, for samples of n and m points. */
    double[] statistics(double n, double m) {
        double[] statistics = new double[within.length];
        for (int c = 0; c < statistics.length; c++) {
            double sum = within[c] / (n * (n - 1)) + other[c] / (m * (m - 1)) - across[c] / (n * m);
            statistics[c] = 2 * sum / times;
        }
        return statistics;
    }
}
