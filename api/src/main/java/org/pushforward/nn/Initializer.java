package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The distribution of a parameter before training. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Initializer {

    /** Returns a float32 value of that shape. */
    HostArray draw(RandomKey key, Shape shape);

    /** Returns the distribution that is always the same number. */
    static Initializer constant(double value) {
        return (key, shape) -> HostArray.full(new TensorType(DType.F32, shape), value);
    }

    /** Returns the distribution that is always 0. */
    static Initializer zeros() {
        return constant(0);
    }

    /** Returns the normal distribution of mean 0 and that standard deviation. */
    static Initializer normal(double deviation) {
        return (key, shape) -> {
            float[] values = key.normal(shape).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (values[i] * deviation);
            }
            return HostArray.wrap(shape, values);
        };
    }

    /** Returns the uniform distribution on [-bound, bound). */
    static Initializer uniform(double bound) {
        return (key, shape) -> {
            float[] values = key.uniform(shape).toFloats();
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((2 * values[i] - 1) * bound);
            }
            return HostArray.wrap(shape, values);
        };
    }

    /**
     * Returns the uniform distribution on [-1/sqrt(n), 1/sqrt(n)) for a layer that sums n inputs, which is PyTorch's for dense
     * layers.
     */
    static Initializer fanIn(int n) {
        return uniform(1 / Math.sqrt(n));
    }

    /**
     * Returns the uniform distribution of variance 2/n for a layer that sums n inputs: it keeps the size of a signal through a layer
     * whose activation halves its variance. He, Zhang, Ren and Sun, <i>Delving deep into rectifiers</i>, 2015.
     */
    static Initializer variancePreserving(int n) {
        return uniform(Math.sqrt(6.0 / n));
    }
}
