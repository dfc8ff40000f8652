package org.pushforward.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.pushforward.Stability;

/** The lengths of the axes of a tensor; rank 0 is a scalar. Immutable. */
@Stability(Stability.Level.STABLE)
public final class Shape {
    /** The largest rank that every engine supports. */
    public static final int MAX_RANK = 8;

    private static final Shape SCALAR = new Shape();

    private final int[] dims;

    private Shape(int... dims) {
        this.dims = dims;
    }

    /**
     * Returns the shape with these axis lengths.
     *
     * @throws IllegalArgumentException if a length is negative, the rank exceeds {@link #MAX_RANK}, or the number of
     *     elements does not fit an {@code int}
     */
    public static Shape of(int... dims) {
        if (dims.length == 0) {
            return SCALAR;
        }
        if (dims.length > MAX_RANK) {
            throw new IllegalArgumentException(
                    "rank " + dims.length + " of shape " + Arrays.toString(dims) + ": at most " + MAX_RANK);
        }
        long size = 1;
        for (int dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("negative length " + dim + " in shape " + Arrays.toString(dims));
            }
            size *= dim;
            if (size > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(dims) + " has more than " + Integer.MAX_VALUE + " elements");
            }
        }
        return new Shape(dims.clone());
    }

    /** Returns the shape with these axis lengths. */
    public static Shape of(Collection<Integer> dims) {
        return of(dims.stream().mapToInt(Integer::intValue).toArray());
    }

    /** Returns the shape of rank 0. */
    public static Shape scalar() {
        return SCALAR;
    }

    /** Returns the number of axes. */
    public int rank() {
        return dims.length;
    }

    /** Returns the length of an axis, counted from the end if negative. */
    public int dim(int axis) {
        return dims[axis(axis)];
    }

    /** Returns the number of elements. */
    public int size() {
        int size = 1;
        for (int dim : dims) {
            size *= dim;
        }
        return size;
    }

    /** Returns a copy of the axis lengths. */
    public int[] dims() {
        return dims.clone();
    }

    /** Returns a copy of the axis lengths as long integers, which engines take. */
    public long[] longDims() {
        return Arrays.stream(dims).asLongStream().toArray();
    }

    /**
     * Converts the number of an axis, which may be negative, to one in {@code [0, rank)}.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public int axis(int axis) {
        int normal = axis < 0 ? axis + dims.length : axis;
        if (normal < 0 || normal >= dims.length) {
            throw new IllegalArgumentException("axis " + axis + " of shape " + this + ": expected one in ["
                    + -dims.length + ", " + dims.length + ")");
        }
        return normal;
    }

    /**
     * Returns this shape without an axis.
     *
     * @throws IllegalArgumentException if there is no such axis
     */
    public Shape without(int axis) {
        List<Integer> kept = new ArrayList<>(Arrays.stream(dims()).boxed().toList());
        kept.remove(axis(axis));
        return of(kept);
    }

    /** Returns this shape with one more axis in front. */
    public Shape prepend(int length) {
        int[] result = new int[dims.length + 1];
        result[0] = length;
        System.arraycopy(dims, 0, result, 1, dims.length);
        return of(result);
    }

    /** Returns the shape of one number for each index of the first axis: [n, 1, ..., 1], with as many axes as this. */
    public Shape perRow() {
        int[] result = dims.clone();
        Arrays.fill(result, 1, result.length, 1);
        return of(result);
    }

    /** Returns this shape with one axis of another length. */
    public Shape with(int axis, int length) {
        int[] result = dims.clone();
        result[axis(axis)] = length;
        return of(result);
    }

    /** Returns the row-major strides, in elements. */
    public int[] strides() {
        int[] strides = new int[dims.length];
        int stride = 1;
        for (int i = dims.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= dims[i];
        }
        return strides;
    }

    /** Returns whether a tensor of this shape can be repeated into the target by NumPy's rule. */
    public boolean broadcastsTo(Shape target) {
        if (rank() > target.rank()) {
            return false;
        }
        for (int i = 1; i <= rank(); i++) {
            int from = dims[rank() - i];
            if (from != 1 && from != target.dims[target.rank() - i]) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns the shape to which both broadcast by NumPy's rule.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Shape broadcastWith(Shape other) {
        int rank = Math.max(rank(), other.rank());
        int[] result = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= rank() ? dims[rank() - i] : 1;
            int b = i <= other.rank() ? other.dims[other.rank() - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw new IllegalArgumentException("shapes " + this + " and " + other + " do not broadcast: lengths "
                        + a + " and " + b + " differ on axis -" + i + " and neither is 1");
            }
            result[rank - i] = a == 1 ? b : a;
        }
        return of(result);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /** Returns the lengths in brackets, such as {@code [2, 3]}. */
    @Override
    public String toString() {
        return Arrays.stream(dims).mapToObj(Integer::toString).collect(Collectors.joining(", ", "[", "]"));
    }
}
