package org.pushforward.metrics.calibration;

/**
 * Parameters drawn from a prior, data simulated from each, and draws from the posterior under test given each data set.
 *
 * @param truth the parameters [simulation][parameter]
 * @param data the data [simulation][coordinate]
 * @param draws the draws [simulation][draw][parameter]
 */
public record Simulations(double[][] truth, double[][] data, double[][][] draws) {
    /** Refuses arrays of different lengths and an empty set of simulations. */
    public Simulations {
        if (truth.length == 0 || data.length != truth.length || draws.length != truth.length) {
            throw new IllegalArgumentException("simulations of " + truth.length + " parameters, " + data.length
                    + " data and " + draws.length + " sets of draws: expected as many of each, 1 or more");
        }
        for (int i = 0; i < draws.length; i++) {
            if (draws[i].length == 0 || draws[i][0].length != truth[i].length) {
                throw new IllegalArgumentException("simulation " + i + " has " + draws[i].length
                        + " draws: expected 1 or more, of " + truth[i].length + " parameters");
            }
        }
    }

    /** Returns the number of simulations. */
    public int count() {
        return truth.length;
    }
}
