package org.pushforward.benchmark.report.inference;

import org.pushforward.metrics.calibration.CoverageBand;

/**
 * The scores of one forecast of one field in the cells without a gauge, in the unit of the data.
 *
 * @param rootMeanSquare the root mean square error of the posterior mean; of draws, without the part that is due to their number
 * @param rankedProbability the mean continuous ranked probability score of the cells
 * @param energy the energy score of the draws
 * @param coverage the coverage of central intervals, with the band in which it would lie if the field were a draw of this posterior
 * @param transforms the probability integral transforms of the cells
 * @param blocks the mean continuous ranked probability score in each block of the map
 * @param counts the number of scored cells in each of these blocks
 */
public record ForecastScores(
        double rootMeanSquare,
        double rankedProbability,
        double energy,
        CoverageBand coverage,
        TransformHistogram transforms,
        double[] blocks,
        int[] counts) {

    /** Returns the position of a level in the coverage curve. */
    int at(double level) {
        for (int i = 0; i < coverage.levels().length; i++) {
            if (Math.abs(coverage.levels()[i] - level) < 1e-9) {
                return i;
            }
        }
        throw new IllegalArgumentException("coverage at level " + level + ": not computed");
    }

    /** Returns the share of cells inside their central interval of a level. */
    public double covered(double level) {
        return coverage.covered()[at(level)];
    }

    /** Returns the lowest share that a field drawn from the posterior would have. */
    public double lowest(double level) {
        return coverage.band()[at(level)].low();
    }

    /** Returns the highest share that a field drawn from the posterior would have. */
    public double highest(double level) {
        return coverage.band()[at(level)].high();
    }
}
