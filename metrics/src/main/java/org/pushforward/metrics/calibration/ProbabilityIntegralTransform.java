package org.pushforward.metrics.calibration;

import org.pushforward.metrics.inference.Uniformity;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The position of the truth in its forecast. If r of s draws lie below the truth, the position is (r + u) / (s + 1) with a uniform
 * u; it is uniform if the forecast is correct. Cells of one field depend on each other, which makes p-values too small: use one
 * cell per field to avoid this.
 *
 * <p>Dawid, <i>Present position and potential developments: some personal views: the prequential approach</i>, 1984.
 */
public final class ProbabilityIntegralTransform {
    private ProbabilityIntegralTransform() {}

    /**
     * Returns the positions and their tests of uniformity.
     *
     * @param samples draws of the forecast of each cell, f32 or f64 [draws, cells]
     * @param truth the observed outcomes, f32 or f64 [cells]
     * @param key the random key for u and for ties
     * @throws IllegalArgumentException if an element type or a shape is wrong, or a value is NaN or infinite
     */
    public static Uniformity of(HostArray samples, HostArray truth, RandomKey key) {
        PosteriorSamples.check(samples, truth);
        int draws = samples.shape().dim(0);
        int cells = samples.shape().dim(1);
        double[] uniform = key.uniform(Shape.of(cells, 2)).toDoubles();
        double[] numbers = new double[cells];
        for (int cell = 0; cell < cells; cell++) {
            int below = 0;
            int equal = 0;
            for (int draw = 0; draw < draws; draw++) {
                double value = samples.get(draw * cells + cell);
                below += value < truth.get(cell) ? 1 : 0;
                equal += value == truth.get(cell) ? 1 : 0;
            }
            double rank = below + Math.floor(uniform[2 * cell] * (equal + 1));
            numbers[cell] = (rank + uniform[2 * cell + 1]) / (draws + 1);
        }
        return Uniformity.of(numbers);
    }
}
