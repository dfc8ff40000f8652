package org.pushforward.zoo.data;

import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * The equal mixture of eight isotropic Gaussians of standard deviation 0.2 around a circle of radius 2:
 * p(x) = 1/8 sum_k N(x; 2 (cos(k pi/4), sin(k pi/4)), 0.2^2 I).
 *
 * <p>Neighboring centers are 7.6 standard deviations apart, so modes are well separated and can be counted.
 */
public final class EightGaussians implements ToyDistribution {
    /** The number of modes. */
    public static final int MODES = 8;

    private static final double RADIUS = 2;
    private static final double DEVIATION = 0.2;
    /** A sample farther from all centers than this many standard deviations belongs to no mode. This applies to 1.1 % of true samples. */
    private static final double REACH = 3;

    private final double[][] centers = new double[MODES][];

    /** Makes the distribution. */
    public EightGaussians() {
        for (int mode = 0; mode < MODES; mode++) {
            double angle = 2 * Math.PI * mode / MODES;
            centers[mode] = new double[] {RADIUS * Math.cos(angle), RADIUS * Math.sin(angle)};
        }
    }

    @Override
    public String name() {
        return "eight-gaussians";
    }

    /** Returns the two coordinates of the center of a mode, numbered from 0 counterclockwise from the positive x axis. */
    public double[] center(int mode) {
        return centers[mode].clone();
    }

    /** Returns the standard deviation of a mode along each axis. */
    public double standardDeviation() {
        return DEVIATION;
    }

    @Override
    public double logDensity(double x, double y) {
        double[] exponents = new double[MODES];
        for (int mode = 0; mode < MODES; mode++) {
            exponents[mode] = -squaredDistance(mode, x, y) / (2 * DEVIATION * DEVIATION);
        }
        return LogSumExp.of(exponents) - Math.log(MODES * 2 * Math.PI * DEVIATION * DEVIATION);
    }

    @Override
    public double expectedLogDensity() {
        return PlaneQuadrature.expectedLogDensity(this, RADIUS + 9 * DEVIATION, DEVIATION / 3);
    }

    /** Returns the mode whose center lies within three standard deviations of a point, if one does. */
    public OptionalInt modeOf(double x, double y) {
        double reach = REACH * DEVIATION;
        return IntStream.range(0, MODES)
                .filter(mode -> squaredDistance(mode, x, y) <= reach * reach)
                .findFirst();
    }

    /**
     * Returns the number of samples in each mode according to {@link #modeOf}; samples in no mode are not counted.
     *
     * @param samples points of any element type, [count, 2]
     * @throws IllegalArgumentException if the shape is another
     */
    public int[] countByMode(HostArray samples) {
        Shape shape = samples.shape();
        if (shape.rank() != 2 || shape.dim(1) != 2) {
            throw new IllegalArgumentException("samples of type " + samples.type() + ": expected shape [count, 2]");
        }
        int[] counts = new int[MODES];
        for (int i = 0; i < shape.dim(0); i++) {
            modeOf(samples.get(2 * i), samples.get(2 * i + 1)).ifPresent(mode -> counts[mode]++);
        }
        return counts;
    }

    /**
     * Returns the number of modes that are present: those with at least a given share of the expected number of samples, count / 8.
     *
     * @param samples points of any element type, [count, 2]
     * @param share such as 0.1; true samples reach about 0.99
     * @throws IllegalArgumentException if the shape differs, or the share is not positive
     */
    public int modesPresent(HostArray samples, double share) {
        if (!(share > 0)) {
            throw new IllegalArgumentException("share = " + share + ": expected a positive number");
        }
        int[] counts = countByMode(samples);
        double enough = share * samples.shape().dim(0) / MODES;
        return (int) IntStream.of(counts).filter(count -> count >= enough).count();
    }

    private double squaredDistance(int mode, double x, double y) {
        double[] center = centers[mode];
        return (x - center[0]) * (x - center[0]) + (y - center[1]) * (y - center[1]);
    }

    @Override
    public HostArray points(RandomKey key, int count) {
        UniformRandomProvider stream = key.stream();
        SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(stream);
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            double[] center = centers[stream.nextInt(MODES)];
            values[2 * i] = (float) (center[0] + DEVIATION * normal.sample());
            values[2 * i + 1] = (float) (center[1] + DEVIATION * normal.sample());
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }
}
