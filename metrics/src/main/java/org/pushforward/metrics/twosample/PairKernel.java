package org.pushforward.metrics.twosample;

/** A kernel between all pairs of different points of two samples, which adds itself up for labelings of the points. */
interface PairKernel extends AutoCloseable {

    /** Returns the largest number of labelings that are summed at once. */
    int most();

    /**
     * Returns the sums for some labelings.
     *
     * @param labels 1 for each point that a labeling takes to be of the first sample and 0 for others, [point][labeling]
     * @param count the number of labelings
     */
    LabelingSums sums(double[] labels, int count);

    @Override
    void close();
}
