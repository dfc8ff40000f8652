package org.pushforward.random;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.core.source64.Philox4x64;
import org.apache.commons.rng.sampling.PermutationSampler;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.pushforward.Stability;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * An explicit value from which random numbers are drawn; drawing does not change it.
 *
 * <p>A key is the key of a Philox 4x64 counter-based generator. {@link #fold} and {@link #split} derive keys whose
 * numbers are independent; draw once from each key, and derive another for the next draw. Immutable and safe to share
 * between threads.
 *
 * <p>Salmon, Moraes, Dror and Shaw, <i>Parallel random numbers: as easy as 1, 2, 3</i>, 2011.
 *
 * @param high the first half
 * @param low the second half
 */
@Stability(Stability.Level.STABLE)
public record RandomKey(long high, long low) {
    // The last word of the counter keeps the blocks that derive keys apart from those that are drawn.
    private static final long DRAWING = 0;
    private static final long DERIVING = 1;

    /** Returns the key of a seed. */
    public static RandomKey of(long seed) {
        return new RandomKey(seed, 0);
    }

    /** Returns the key derived with a number, such as that of a step or of a sample. */
    public RandomKey fold(long number) {
        UniformRandomProvider block = new Philox4x64(new long[] {high, low, 0, 0, number, DERIVING});
        return new RandomKey(block.nextLong(), block.nextLong());
    }

    /** Returns the key derived with a name, such as the path of a parameter. */
    public RandomKey fold(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
        }
        return fold(hash);
    }

    /** Returns a number of derived keys. */
    public List<RandomKey> split(int count) {
        return IntStream.range(0, count).mapToObj(this::fold).toList();
    }

    /** Returns the stream of random bits of this key from its start, for samplers of other distributions. */
    public UniformRandomProvider stream() {
        return new Philox4x64(new long[] {high, low, 0, 0, 0, DRAWING});
    }

    /** Returns independent float32 numbers from N(0, 1). */
    public HostArray normal(Shape shape) {
        float[] values = new float[shape.size()];
        fillNormal(values, 0, values.length);
        return HostArray.wrap(shape, values);
    }

    /**
     * Returns float32 numbers from N(0, 1). Row k, counted from {@code firstRow}, comes from the key {@code fold(k)}:
     * so a sample does not depend on the batch that it is drawn in.
     *
     * @param shape the shape of the result, of rank 1 or more
     * @param firstRow the number of the first row
     */
    public HostArray normalRows(Shape shape, int firstRow) {
        float[] values = new float[shape.size()];
        int rows = shape.dim(0);
        int row = rows == 0 ? 0 : values.length / rows;
        for (int k = 0; k < rows; k++) {
            fold(firstRow + k).fillNormal(values, k * row, row);
        }
        return HostArray.wrap(shape, values);
    }

    /**
     * Returns float32 numbers, uniform on [0, 1), whose row k, counted from {@code firstRow}, comes from the key {@code fold(k)}:
     * so a sample does not depend on the batch that it is drawn in.
     *
     * @param shape the shape of the result, of rank 1 or more
     * @param firstRow the number of the first row
     */
    public HostArray uniformRows(Shape shape, int firstRow) {
        float[] values = new float[shape.size()];
        int rows = shape.dim(0);
        int row = rows == 0 ? 0 : values.length / rows;
        for (int k = 0; k < rows; k++) {
            UniformRandomProvider stream = fold(firstRow + k).stream();
            for (int i = k * row; i < (k + 1) * row; i++) {
                values[i] = stream.nextFloat();
            }
        }
        return HostArray.wrap(shape, values);
    }

    private void fillNormal(float[] values, int from, int count) {
        SharedStateContinuousSampler sampler = ZigguratSampler.NormalizedGaussian.of(stream());
        for (int i = from; i < from + count; i++) {
            values[i] = (float) sampler.sample();
        }
    }

    /** Returns independent float32 numbers, uniform on [0, 1). */
    public HostArray uniform(Shape shape) {
        UniformRandomProvider stream = stream();
        float[] values = new float[shape.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = stream.nextFloat();
        }
        return HostArray.wrap(shape, values);
    }

    /** Returns independent whole numbers, uniform on [0, bound). */
    public int[] integers(int bound, int count) {
        UniformRandomProvider stream = stream();
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = stream.nextInt(bound);
        }
        return values;
    }

    /** Returns the numbers from 0 to {@code count} exclusive in random order. */
    public int[] permutation(int count) {
        return new PermutationSampler(stream(), count, count).sample();
    }
}
