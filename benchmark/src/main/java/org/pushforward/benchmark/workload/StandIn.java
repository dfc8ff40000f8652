package org.pushforward.benchmark.workload;

import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.pushforward.data.DataSource;
import org.pushforward.data.Rows;
import org.pushforward.data.Schema;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.zoo.data.TwoMoons;

/**
 * Synthetic data for workloads, where only the shapes and rough scales matter.
 *
 * @param event the shape of one sample
 * @param samples draws samples
 */
record StandIn(Shape event, Samples samples) implements DataSource {

    /** Draws samples. */
    @FunctionalInterface
    interface Samples {
        /** Returns samples of shape [count, ...]. */
        HostArray draw(RandomKey key, int count);
    }

    @Override
    public Schema schema() {
        return Schema.of(event);
    }

    @Override
    public Rows draw(RandomKey key, int count) {
        return Rows.of(samples.draw(key, count));
    }

    /** Returns two half circles in the plane, with a standard deviation of about 0.5 over both axes. */
    static StandIn moons() {
        TwoMoons moons = new TwoMoons();
        return new StandIn(Shape.of(2), (key, count) -> map(moons.points(key, count), x -> 0.47 * x));
    }

    /** Returns smooth random images [1, side, side] with a standard deviation of about 0.5. */
    static StandIn fields(int side) {
        return new StandIn(Shape.of(1, side, side), (key, count) -> SmoothFields.draw(key, count, side));
    }

    /** Returns smooth random images as rows of side^2 numbers in [0, 1]. */
    static StandIn images(int side) {
        StandIn fields = fields(side);
        return new StandIn(Shape.of(side * side), (key, count) -> map(
                        fields.samples.draw(key, count), x -> Math.max(0, Math.min(1, 0.5 + 0.5 * x)))
                .reshape(Shape.of(count, side * side)));
    }

    /** Returns observations of samples: a function of the samples, plus normal noise. */
    StandIn observed(Shape shape, UnaryOperator<HostArray> instrument, double deviation) {
        return new StandIn(shape, (key, count) -> {
            HostArray seen = instrument.apply(samples.draw(key.fold("truth"), count));
            float[] values = seen.toFloats();
            float[] noise = key.fold("noise").normal(seen.shape()).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) (deviation * noise[i]);
            }
            return HostArray.wrap(seen.shape(), values);
        });
    }

    private static HostArray map(HostArray array, DoubleUnaryOperator function) {
        float[] values = array.toFloats();
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) function.applyAsDouble(values[i]);
        }
        return HostArray.wrap(array.shape(), values);
    }
}
