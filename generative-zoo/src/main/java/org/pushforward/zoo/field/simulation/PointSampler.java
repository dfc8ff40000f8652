package org.pushforward.zoo.field.simulation;

import java.util.stream.IntStream;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.field.Places;
import org.pushforward.zoo.field.covariance.DenseFactor;
import org.pushforward.zoo.field.covariance.FieldCovariance;
import org.pushforward.zoo.field.covariance.NotPositiveDefiniteException;

/**
 * Draws fields at any places as L w, with the Cholesky factor L of the covariance and white noise w. The factorization takes n^3 / 3
 * multiplications, and each field takes another n^2.
 */
public final class PointSampler implements FieldSampler {
    /** Fields are drawn in batches of this size, so that the white noise takes little memory. */
    private static final int PART = 64;

    private final DenseFactor factor;

    private PointSampler(DenseFactor factor) {
        this.factor = factor;
    }

    /**
     * Returns a sampler of fields with a covariance at some places.
     *
     * @throws NotPositiveDefiniteException if the covariance at these places is not positive definite
     * @throws IllegalArgumentException if there are more than {@value DenseFactor#LARGEST} places
     */
    public static PointSampler of(FieldCovariance covariance, Places places) {
        return new PointSampler(DenseFactor.of(covariance, places));
    }

    @Override
    public Shape shape() {
        return Shape.of(factor.size());
    }

    @Override
    public HostArray sample(int count, RandomKey key) {
        int n = factor.size();
        double[] fields = new double[Normals.length(count, shape())];
        IntStream.range(0, (count + PART - 1) / PART).parallel().forEach(part -> {
            int from = part * PART;
            int width = Math.min(PART, count - from);
            double[][] rows = white(key, from, width);
            factor.color(rows, width);
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < width; k++) {
                    fields[(from + k) * n + i] = rows[i][k];
                }
            }
        });
        return HostArray.wrap(Shape.of(count, n), fields);
    }

    /** Returns white noise with one column for each field. */
    private double[][] white(RandomKey key, int from, int count) {
        int n = factor.size();
        double[][] rows = new double[n][count];
        double[] field = new double[n];
        for (int k = 0; k < count; k++) {
            Normals.fill(key.fold(from + k), field);
            for (int i = 0; i < n; i++) {
                rows[i][k] = field[i];
            }
        }
        return rows;
    }
}
