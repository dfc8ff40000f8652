package org.pushforward.zoo.data;

import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;

/**
 * A distribution on the plane with a known density. Its samples lie roughly within [-3, 3] along both axes.
 *
 * <p>Implementations are immutable and thread-safe.
 */
public interface ToyDistribution extends DataSource {

    /** Returns the name by which {@link ToyDistributions#named} finds it, such as {@code two-moons}. */
    String name();

    /** Returns log p(x, y) in nats, minus infinity outside the support. */
    double logDensity(double x, double y);

    /**
     * Returns E[log p(X, Y)], the negative entropy in nats. No model has a higher mean log-likelihood, except by chance on a finite
     * sample.
     */
    double expectedLogDensity();

    /**
     * Returns independent samples as f32[count, 2].
     *
     * <p>The same key returns the same samples, and a longer draw starts with the shorter one.
     */
    HostArray points(RandomKey key, int count);

    @Override
    default Schema schema() {
        return Schema.of(Shape.of(2));
    }

    @Override
    default Rows draw(RandomKey key, int count) {
        return Rows.of(points(key, count));
    }
}
