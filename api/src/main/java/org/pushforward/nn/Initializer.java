package org.pushforward.nn;

import org.pushforward.Stability;
import org.pushforward.random.RandomKey;
import org.pushforward.tensor.DType;
import org.pushforward.tensor.HostArray;
import org.pushforward.tensor.Shape;
import org.pushforward.tensor.TensorType;

/** The initial distribution of a parameter. */
@Stability(Stability.Level.EXPERIMENTAL)
@FunctionalInterface
public interface Initializer {

    /** Draws a float32 value of the given shape. */
    HostArray draw(RandomKey key, Shape shape);

    /** Returns the initializer that sets every element to one number. */
    static Initializer constant(double value) {
        return (key, shape) -> HostArray.full(new TensorType(DType.F32, shape), value);
    }

    /** Returns the initializer that sets every element to 0. */
    static Initializer zeros() {
        return constant(0);
    }

    /** Returns the normal distribution with mean 0 and the given standard deviation. */
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
     * Returns the uniform distribution on [-1/sqrt(n), 1/sqrt(n)) for a layer that sums n inputs, which is PyTorch's
     * default for dense layers.
     */
    static Initializer fanIn(int n) {
        return uniform(1 / Math.sqrt(n));
    }

    /**
     * Returns the uniform distribution with variance 2/n for a layer that sums n inputs. It preserves the variance of a
     * signal through layers whose activation halves it, such as ReLU. He, Zhang, Ren and Sun, <i>Delving deep into
     * rectifiers</i>, 2015.
     */
    static Initializer variancePreserving(int n) {
        return uniform(Math.sqrt(6.0 / n));
    }
}
