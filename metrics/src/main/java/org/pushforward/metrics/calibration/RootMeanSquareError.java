package org.pushforward.metrics.calibration;

import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/** The square root of the mean squared difference from the truth. */
public final class RootMeanSquareError {
    private RootMeanSquareError() {}

    /**
     * Returns (1/n sum (estimate - truth)^2)^(1/2).
     *
     * @param estimate the estimate of each cell, f32 or f64 [cells]
     * @param truth the true values, f32 or f64 [cells]
     * @throws IllegalArgumentException if the types are others or a value is NaN or infinite
     */
    public static double of(HostArray estimate, HostArray truth) {
        return ofMean(estimate.reshape(Shape.of(1, estimate.size())), truth);
    }

    /**
     * Returns the error of the mean of posterior samples.
     *
     * @param samples posterior samples, f32 or f64 [draws, cells]
     * @param truth the true values, f32 or f64 [cells]
     * @throws IllegalArgumentException if the types are others or a value is NaN or infinite
     */
    public static double ofMean(HostArray samples, HostArray truth) {
        PosteriorSamples.check(samples, truth);
        int draws = samples.shape().dim(0);
        int cells = samples.shape().dim(1);
        double squares = 0;
        for (int cell = 0; cell < cells; cell++) {
            double sum = 0;
            for (int draw = 0; draw < draws; draw++) {
                sum += samples.get(draw * cells + cell);
            }
            double error = sum / draws - truth.get(cell);
            squares += error * error;
        }
        return Math.sqrt(squares / cells);
    }
}
