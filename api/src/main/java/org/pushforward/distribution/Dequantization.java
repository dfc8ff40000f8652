package org.pushforward.distribution;

import org.pushforward.Stability;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.settings.Kind;
import org.pushforward.tensor.HostArray;

/**
 * Maps the values 0, 1, ..., levels - 1 to numbers in (0, 1). In training z = (x + u) / levels, with fresh u, uniform on [0, 1), so that a
 * density cannot grow without bound at single values. Densities are evaluated at the midpoint, u = 1/2, and samples are rounded down to
 * integers.
 *
 * <p>A density in the units of the data then approximates the probability of each value, as far as it is constant between two values.
 * Uria, Murray and Larochelle, <i>RNADE: the real-valued neural autoregressive density-estimator</i>, 2013.
 *
 * @param levels the number of values, such as 256
 */
@Stability(Stability.Level.EXPERIMENTAL)
@Kind("dequantize")
public record Dequantization(int levels) implements Preprocessing.Fitted {
    private static final double MIDDLE = 0.5;

    /** Refuses fewer than two levels. */
    public Dequantization {
        if (levels < 2) {
            throw new IllegalArgumentException("dequantization of " + levels + " levels: expected 2 or more");
        }
    }

    static Dequantization fit(HostArray x, int levels) {
        Dequantization map = new Dequantization(levels);
        for (int i = 0; i < x.size(); i++) {
            double value = x.get(i);
            if (value != Math.rint(value) || value < 0 || value >= levels) {
                throw new IllegalArgumentException("dequantization of x = " + value + " in row "
                        + i / Math.max(1, x.size() / x.shape().dim(0)) + ": expected whole numbers from 0 to "
                        + (levels - 1));
            }
        }
        return map;
    }

    @Override
    public double forward(double value, int coordinate) {
        return (value + MIDDLE) / levels;
    }

    @Override
    public double inverse(double value, int coordinate) {
        return Math.max(0, Math.min(levels - 1, Math.floor(value * levels)));
    }

    @Override
    public double logDerivative(double value, int coordinate) {
        return -Math.log(levels);
    }

    @Override
    public DataSource applied(DataSource data) {
        return new Noisy(this, data);
    }

    /** A source that adds fresh dequantization noise in each draw. */
    private record Noisy(Dequantization map, DataSource data) implements DataSource {
        @Override
        public Schema schema() {
            return data.schema();
        }

        @Override
        public int size() {
            return data.size();
        }

        @Override
        public Rows draw(RandomKey key, int count) {
            Rows rows = data.draw(key, count);
            HostArray x = rows.x();
            float[] values = x.toFloats();
            float[] noise = key.fold("dequantization").uniform(x.shape()).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] + noise[i]) / map.levels;
            }
            return rows.with(Schema.X, HostArray.wrap(x.shape(), values));
        }
    }
}
