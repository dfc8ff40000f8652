package org.pushforward.metrics.twosample;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.pushforward.backend.Backend;
import org.pushforward.backend.Cancellation;
import org.pushforward.data.Rows;
import org.pushforward.random.RandomKey;
import org.pushforward.sample.Ladder;
import org.pushforward.sample.RowFunction;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.train.Trainer;
import org.pushforward.train.TrainingListener;
import org.pushforward.train.TrainingResult;

/**
 * The perceptron that the benchmark of simulation-based inference judges posteriors with, trained on an engine. It has two hidden layers
 * of 10 d rectified units and learns by Adam at 0.001 from batches of 200 rows, until the mean loss of an epoch has not
 * fallen by 1e-4 below the lowest one for more than ten epochs. The first sample standardizes both.
 *
 * <p>Where 200 does not divide the number of rows a batch goes on with the next epoch. The weights are drawn from this library's keys. So
 * numbers agree with published ones only within the spread among seeds.
 *
 * <p>Lueckmann, Boelts, Greenberg, Goncalves and Macke, <i>Benchmarking simulation-based inference</i>, 2021.
 *
 * @param backend where it learns
 * @param epochs how many epochs it learns at most; the benchmark has 10,000
 */
public record NetworkClassifier(Backend backend, int epochs) implements Classifier {
    private static final int BATCH = 200;
    private static final int PATIENCE = 10;
    private static final double TOLERANCE = 1e-4;
    private static final double RATE = 1e-3;

    /** Refuses no epoch. */
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
        TwoSampleNetwork network = TwoSampleNetwork.of(points[0].length);
        float[] labels = new float[first.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = first[i] ? 1 : 0;
        }
        Rows rows =
                Rows.of(array(points)).with(TwoSampleNetwork.LABEL, HostArray.wrap(Shape.of(labels.length, 1), labels));
        int batch = Math.min(BATCH, labels.length);
        int steps = (labels.length + batch - 1) / batch;
        long most = Math.min((long) epochs * steps, Integer.MAX_VALUE);
        Epochs end = new Epochs(steps);
        TrainingResult learned = Trainer.on(backend)
                .adam(RATE)
                .batch(batch)
                .iterations(most)
                .snapshots(Integer.MAX_VALUE)
                .listener(end)
                .cancellation(end.over)
                .train(network, new ShuffledEpochs(rows, key.fold("order")), key.fold("training"));
        try (RowFunction logits = RowFunction.of(
                backend,
                network.variables(),
                learned.parameters(),
                network.points(),
                (asked, noise) -> List.of(network.logits(asked.x())),
                Ladder.standard())) {
            double[] values = logits.apply(Rows.of(array(others))).get(0).toDoubles();
            for (int i = 0; i < values.length; i++) {
                values[i] = 1 / (1 + Math.exp(-values[i]));
            }
            return values;
        }
    }

    private static HostArray array(double[][] points) {
        int width = points[0].length;
        float[] values = new float[points.length * width];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) points[i / width][i % width];
        }
        return HostArray.wrap(Shape.of(points.length, width), values);
    }

    /** Watches the mean loss of each epoch, and ends training when it falls no more. */
    private static final class Epochs implements TrainingListener {
        private final Cancellation over = new Cancellation();
        private final int steps;
        private double sum;
        private double lowest = Double.POSITIVE_INFINITY;
        private int without;

        Epochs(int steps) {
            this.steps = steps;
        }

        @Override
        public void iterated(long iteration, long iterations, Map<String, Double> losses) {
            sum += losses.get(TwoSampleNetwork.GROUP);
            if (iteration % steps != 0) {
                return;
            }
            double mean = sum / steps;
            sum = 0;
            without = mean > lowest - TOLERANCE ? without + 1 : 0;
            lowest = Math.min(lowest, mean);
            if (without > PATIENCE) {
                over.request();
            }
        }
    }
}
