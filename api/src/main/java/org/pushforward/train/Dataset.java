package org.pushforward.train;

import java.util.Arrays;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Recorded samples, as the law that draws one of them at random, with replacement.
 *
 * @param samples the samples along the first axis, float32, at least one, all finite
 */
public record Dataset(HostArray samples) implements DataSource {
    /** Checks the samples. */
    public Dataset {
        if (samples.dtype() != DType.F32
                || samples.shape().rank() < 2
                || samples.shape().dim(0) == 0) {
            throw new IllegalArgumentException(
                    "samples of type " + samples.type() + ": expected f32[count, ...] with at least one sample");
        }
        if (!samples.isFinite()) {
            throw new IllegalArgumentException("samples of type " + samples.type() + " hold NaN or infinity"
                    + " (the first at row " + firstBadRow(samples) + "): remove or mend those rows");
        }
    }

    private static int firstBadRow(HostArray samples) {
        int row = samples.size() / samples.shape().dim(0);
        for (int i = 0; i < samples.size(); i++) {
            if (!Double.isFinite(samples.get(i))) {
                return i / row;
            }
        }
        return -1;
    }

    /** Returns the number of samples. */
    public int count() {
        return samples.shape().dim(0);
    }

    @Override
    public Shape sampleShape() {
        int[] dims = samples.shape().dims();
        return Shape.of(Arrays.copyOfRange(dims, 1, dims.length));
    }

    @Override
    public HostArray draw(RandomKey key, int count) {
        return take(key.integers(count(), count));
    }

    /** Returns the samples at these positions. */
    public HostArray take(int[] positions) {
        int row = samples.size() / count();
        float[] values = new float[positions.length * row];
        java.nio.FloatBuffer all = samples.floats();
        for (int i = 0; i < positions.length; i++) {
            all.get(positions[i] * row, values, i * row, row);
        }
        return HostArray.wrap(samples.shape().with(0, positions.length), values);
    }
}
