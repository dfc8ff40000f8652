package org.pushforward.metrics.twosample;

import java.util.Objects;
import org.pushforward.backend.Backend;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;

/**
 * A small convolutional network that tells fields or pictures of two samples apart, trained on an engine. It sees how neighboring cells
 * depend on each other from far fewer samples than a perceptron, because it looks for the same patterns everywhere: two
 * convolutions with windows of 3 x 3 cells, the second at every other cell, with 8 and 16 channels and ReLUs, and a logit
 * that is linear in all of them. It learns by Adam at 0.003 from batches of 32 fields, until the mean loss of an epoch has not fallen for
 * more than ten epochs. Cells keep their places: all cells of a channel are standardized together, and none is dropped.
 *
 * <p>Lopez-Paz and Oquab, <i>Revisiting classifier two-sample tests</i>, 2017.
 *
 * @param backend where it learns
 * @param channels the number of channels
 * @param rows the number of rows of a field
 * @param columns the number of columns of a field
 * @param epochs the largest number of epochs
 */
public record ConvolutionalClassifier(Backend backend, int channels, int rows, int columns, int epochs)
        implements Classifier {
    private static final int BATCH = 32;
    private static final double RATE = 3e-3;

    /** Refuses fields without cells, and fewer than one epoch. */
    public ConvolutionalClassifier {
        Objects.requireNonNull(backend, "backend");
        if (channels < 1 || rows < 1 || columns < 1 || epochs < 1) {
            throw new IllegalArgumentException("a classifier of " + channels + " channels of " + rows + " x " + columns
                    + " cells with " + epochs + " epochs: expected 1 or more of each");
        }
    }

    /** Returns a classifier of fields with one channel that learns for at most 30 epochs. */
    public static ConvolutionalClassifier on(Backend backend, int rows, int columns) {
        return new ConvolutionalClassifier(backend, 1, rows, columns, 30);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the samples are not [n, channels * rows * columns] of finite numbers, two or more of each,
     *     or a channel has one constant value throughout both
     */
    @Override
    public StandardizedPair exchangeable(HostArray first, HostArray second) {
        int width = channels * rows * columns;
        if (first.shape().rank() != 2 || first.shape().dim(1) != width) {
            throw new IllegalArgumentException("fields of type " + first.type() + " for a classifier of " + channels
                    + " channels of " + rows + " x " + columns + " cells: expected [n, " + width + "]");
        }
        return StandardizedPair.byChannel(first, second, channels);
    }

    @Override
    public double[] probabilities(double[][] points, boolean[] first, double[][] others, RandomKey key) {
        return new ClassifierTraining(backend, epochs, BATCH, RATE)
                .probabilities(TwoSampleNetwork.convolutional(channels, rows, columns), points, first, others, key);
    }
}
