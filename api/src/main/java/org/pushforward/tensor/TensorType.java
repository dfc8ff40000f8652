package org.pushforward.tensor;

import java.util.Objects;
import org.pushforward.Stability;

/**
 * The element type and the shape of a tensor, which are known before it has a value.
 *
 * @param dtype the type of its elements
 * @param shape the lengths of its axes
 */
@Stability(Stability.Level.STABLE)
public record TensorType(DType dtype, Shape shape) {
    /** Refuses null. */
    public TensorType {
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(shape, "shape");
    }

    /** Returns a float32 type. */
    public static TensorType f32(int... dims) {
        return new TensorType(DType.F32, Shape.of(dims));
    }

    /** Returns this type with another shape. */
    public TensorType with(Shape other) {
        return new TensorType(dtype, other);
    }

    /** Returns this type with another element type. */
    public TensorType with(DType other) {
        return new TensorType(other, shape);
    }

    /** Returns the text form, such as {@code f32[2, 3]}. */
    @Override
    public String toString() {
        return dtype.toString() + shape;
    }
}
