package org.pushforward.zoo.data;

import org.apache.commons.rng.UniformRandomProvider;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The uniform distribution on the eight black squares of a board of 4 x 4 unit squares centered at the origin: p = 1/8 where
 * floor(x) + floor(y) is even and both coordinates lie in [-2, 2).
 */
public final class Checkerboard implements ToyDistribution {
    private static final int HALF_WIDTH = 2;
    private static final double LOG_DENSITY = -Math.log(2 * HALF_WIDTH * HALF_WIDTH);
    private static final int STEPS_PER_SQUARE = 1 << 20;

    /** Makes the distribution. */
    public Checkerboard() {}

    @Override
    public String name() {
        return "checkerboard";
    }

    @Override
    public double logDensity(double x, double y) {
        boolean onBoard = x >= -HALF_WIDTH && x < HALF_WIDTH && y >= -HALF_WIDTH && y < HALF_WIDTH;
        boolean black = ((int) Math.floor(x) + (int) Math.floor(y)) % 2 == 0;
        return onBoard && black ? LOG_DENSITY : Double.NEGATIVE_INFINITY;
    }

    @Override
    public double expectedLogDensity() {
        return LOG_DENSITY;
    }

    @Override
    public HostArray points(RandomKey key, int count) {
        UniformRandomProvider stream = key.stream();
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            int column = stream.nextInt(2 * HALF_WIDTH);
            int row = 2 * stream.nextInt(HALF_WIDTH) + column % 2;
            values[2 * i] = column - HALF_WIDTH + withinSquare(stream);
            values[2 * i + 1] = row - HALF_WIDTH + withinSquare(stream);
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }

    // Midpoints of a fine grid are exact in float32 also after the corner is added, so no sample is rounded out of its
    // square.
    private static float withinSquare(UniformRandomProvider stream) {
        return (stream.nextInt(STEPS_PER_SQUARE) + 0.5f) / STEPS_PER_SQUARE;
    }
}
