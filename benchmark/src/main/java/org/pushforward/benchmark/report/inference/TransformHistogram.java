package org.pushforward.benchmark.report.inference;

import java.util.List;
import org.pushforward.metrics.inference.Interval;

/**
 * A histogram of probability integral transforms: the probabilities that a forecast gives to values below the truth. They are uniform if
 * the forecast is calibrated.
 *
 * @param shares the share of cells in each bin of equal width
 * @param band where all shares would lie if the field were a draw of this posterior
 */
public record TransformHistogram(List<Double> shares, List<Interval> band) {
    /** Copies the lists and refuses different lengths. */
    public TransformHistogram {
        shares = List.copyOf(shares);
        band = List.copyOf(band);
        if (shares.size() != band.size()) {
            throw new IllegalArgumentException(
                    shares.size() + " shares with " + band.size() + " bands: expected as many of each");
        }
    }

    /** Returns whether all shares are inside the band. */
    public boolean holds() {
        for (int k = 0; k < shares.size(); k++) {
            if (shares.get(k) < band.get(k).low() || shares.get(k) > band.get(k).high()) {
                return false;
            }
        }
        return true;
    }
}
