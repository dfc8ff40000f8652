package org.pushforward.benchmark.report;

import java.util.List;
import org.pushforward.tensor.HostArray;

/**
 * One field, its observed cells, and the predictions of the other cells. Each array has shape [cells], in standardized units.
 *
 * @param truth the true field
 * @param mask nonzero where a cell was observed
 * @param observations the observed values; the values of other cells are not read
 * @param mean the mean of the posterior
 * @param standardDeviation the standard deviation of the posterior in each cell
 * @param samples a few samples of the posterior
 * @param baseline the best linear predictor: the conditional mean of a Gaussian with the covariance of the training data
 */
public record PosteriorCase(
        HostArray truth,
        HostArray mask,
        HostArray observations,
        HostArray mean,
        HostArray standardDeviation,
        List<HostArray> samples,
        HostArray baseline) {

    /** Copies the list, and refuses arrays of unequal size. */
    public PosteriorCase {
        samples = List.copyOf(samples);
        expectSize("mask", mask, truth);
        expectSize("observations", observations, truth);
        expectSize("mean", mean, truth);
        expectSize("standard deviation", standardDeviation, truth);
        expectSize("baseline", baseline, truth);
        for (HostArray sample : samples) {
            expectSize("posterior sample", sample, truth);
        }
    }

    private static void expectSize(String what, HostArray array, HostArray truth) {
        if (array.size() != truth.size()) {
            throw new IllegalArgumentException("a posterior: the " + what + " is " + array.type() + ", expected "
                    + truth.size() + " cells, like the truth");
        }
    }
}
