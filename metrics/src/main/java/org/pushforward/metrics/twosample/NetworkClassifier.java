package org.pushforward.metrics.twosample;

import java.util.Objects;
import org.pushforward.backend.Backend;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * The multilayer perceptron with which the benchmark of simulation-based inference tests posteriors, trained on an engine. It has two
 * hidden layers of 10 d ReLUs and learns by Adam at 0.001 from batches of 200 rows, until the mean loss of an epoch has not
 * fallen by 1e-4 below the lowest one for more than ten epochs. The first sample standardizes both.
 *
 * <p>If 200 does not divide the number of rows, a batch continues with the next epoch. The weights are drawn from this library's keys, so
 * numbers agree with published ones only within the spread among seeds.
 *
 * <p>Lueckmann, Boelts, Greenberg, Goncalves and Macke, <i>Benchmarking simulation-based inference</i>, 2021.
 *
 * @param backend where it learns
 * @param epochs the largest number of epochs; the benchmark has 10,000
 */
public record NetworkClassifier(Backend backend, int epochs) implements Classifier {
    private static final int BATCH = 200;
    private static final double RATE = 1e-3;

    /** Refuses fewer than one epoch. */
    public NetworkClassifier {
        Objects.requireNonNull(backend, "backend");
        if (epochs < 1) {
            throw new IllegalArgumentException(epochs + " epochs of a classifier: expected 1 or more");
        }
    }

    /** Returns the classifier of the benchmark. */
    public static NetworkClassifier on(Backend backend) {
        return new NetworkClassifier(backend, 10_000);
    }

    @Override
    public StandardizedPair standardized(HostArray first, HostArray second) {
        return StandardizedPair.byFirst(first, second);
    }

    @Override
    public double[] probabilities(double[][] points, boolean[] first, double[][] others, RandomKey key) {
        return new ClassifierTraining(backend, epochs, BATCH, RATE)
                .probabilities(TwoSampleNetwork.perceptron(points[0].length), points, first, others, key);
    }
}
