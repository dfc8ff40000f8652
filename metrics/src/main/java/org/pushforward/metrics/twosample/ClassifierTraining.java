package org.pushforward.metrics.twosample;

import java.util.List;
import java.util.Map;
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
 * Trains a network on points of two samples by Adam, until more than ten epochs in a row have not reduced the lowest mean loss by 1e-4.
 *
 * @param backend where it learns
 * @param epochs the largest number of epochs
 * @param rows the number of rows of a batch
 * @param rate the learning rate
 */
record ClassifierTraining(Backend backend, int epochs, int rows, double rate) {
    private static final int PATIENCE = 10;
    private static final double TOLERANCE = 1e-4;

    ClassifierTraining {
        if (epochs < 1) {
            throw new IllegalArgumentException(epochs + " epochs of a classifier: expected 1 or more");
        }
    }

    /** Trains the network, and returns the probability of the first sample for other points, as {@link Classifier#probabilities} does. */
    double[] probabilities(
            TwoSampleNetwork network, double[][] points, boolean[] first, double[][] others, RandomKey key) {
        float[] labels = new float[first.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = first[i] ? 1 : 0;
        }
        Rows known =
                Rows.of(array(points)).with(TwoSampleNetwork.LABEL, HostArray.wrap(Shape.of(labels.length, 1), labels));
        int batch = Math.min(rows, labels.length);
        int steps = (labels.length + batch - 1) / batch;
        long most = Math.min((long) epochs * steps, Integer.MAX_VALUE);
        Epochs end = new Epochs(steps);
        TrainingResult learned = Trainer.on(backend)
                .adam(rate)
                .batch(batch)
                .iterations(most)
                .snapshots(Integer.MAX_VALUE)
                .listener(end)
                .cancellation(end.stop)
                .train(network, new ShuffledEpochs(known, key.fold("order")), key.fold("training"));
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

    /** Watches the mean loss of each epoch, and ends training when it stops falling. */
    static final class Epochs implements TrainingListener {
        final Cancellation stop = new Cancellation();
        private final int steps;
        private double sum;
        private double lowest = Double.POSITIVE_INFINITY;
        private int epochsWithoutGain;

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
            epochsWithoutGain = mean > lowest - TOLERANCE ? epochsWithoutGain + 1 : 0;
            lowest = Math.min(lowest, mean);
            if (epochsWithoutGain > PATIENCE) {
                stop.request();
            }
        }
    }
}
