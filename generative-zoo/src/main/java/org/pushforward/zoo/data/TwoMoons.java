package org.pushforward.zoo.data;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.SharedStateContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * Two interleaved half circles with noise: S (r cos A - r/2, r sin A - r/4) + s (N_1, N_2), where the sign S is -1 or 1, the
 * angle A is uniform on [0, pi], N_1 and N_2 are normal, r = 1.5 and s = 0.15.
 *
 * <p>It is the standard distribution with radius 1 and noise 0.1, enlarged by half and centered. The two halves have equal weights. The
 * density of a half is an integral over its angle, p(x) = 1/pi int_0^pi N(x; c(a), s^2 I) da, which is computed by Gauss-Legendre
 * quadrature. The error of log p is below 1e-8 within distance 8 of the origin.
 */
public final class TwoMoons implements ToyDistribution {
    private static final double RADIUS = 1.5;
    private static final double NOISE = 0.15;
    private static final double VARIANCE = NOISE * NOISE;
    private static final int NODES = 160;

    private final double[] logWeights = new double[NODES];
    private final double[] nodesX = new double[NODES];
    private final double[] nodesY = new double[NODES];

    /** Makes the distribution. */
    public TwoMoons() {
        GaussLegendre angles = GaussLegendre.on(0, Math.PI, NODES);
        for (int i = 0; i < NODES; i++) {
            logWeights[i] = Math.log(angles.weights()[i]);
            nodesX[i] = arcX(angles.nodes()[i]);
            nodesY[i] = arcY(angles.nodes()[i]);
        }
    }

    @Override
    public String name() {
        return "two-moons";
    }

    @Override
    public double logDensity(double x, double y) {
        double[] exponents = new double[2 * NODES];
        for (int i = 0; i < NODES; i++) {
            exponents[2 * i] = logWeights[i] - squaredNorm(x - nodesX[i], y - nodesY[i]) / (2 * VARIANCE);
            exponents[2 * i + 1] = logWeights[i] - squaredNorm(x + nodesX[i], y + nodesY[i]) / (2 * VARIANCE);
        }
        return LogSumExp.of(exponents) - Math.log(2 * Math.PI * 2 * Math.PI * VARIANCE);
    }

    @Override
    public double expectedLogDensity() {
        return PlaneQuadrature.expectedLogDensity(this, 1.5 * RADIUS + 9 * NOISE, NOISE / 3);
    }

    private static double arcX(double angle) {
        return RADIUS * (Math.cos(angle) - 0.5);
    }

    private static double arcY(double angle) {
        return RADIUS * (Math.sin(angle) - 0.25);
    }

    private static double squaredNorm(double x, double y) {
        return x * x + y * y;
    }

    @Override
    public HostArray points(RandomKey key, int count) {
        UniformRandomProvider stream = key.stream();
        SharedStateContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(stream);
        float[] values = new float[2 * count];
        for (int i = 0; i < count; i++) {
            int sign = stream.nextBoolean() ? 1 : -1;
            double angle = Math.PI * stream.nextDouble();
            values[2 * i] = (float) (sign * arcX(angle) + NOISE * normal.sample());
            values[2 * i + 1] = (float) (sign * arcY(angle) + NOISE * normal.sample());
        }
        return HostArray.wrap(Shape.of(count, 2), values);
    }
}
