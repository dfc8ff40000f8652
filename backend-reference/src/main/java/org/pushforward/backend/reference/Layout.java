package org.pushforward.backend.reference;

import java.util.Arrays;
import java.util.List;
import org.pushforward.tensor.Shape;

/** Maps between positions in tensors. Every movement is such a map. */
final class Layout {
    private Layout() {}

    /**
     * Returns {@code offset + sum_i index_i strides_i} for every index of a tensor with these axis lengths, in row-major
     * order.
     */
    static int[] positions(int[] dims, int[] strides, int offset) {
        int[] result = new int[Arrays.stream(dims).reduce(1, (a, b) -> a * b)];
        int[] index = new int[dims.length];
        int position = offset;
        for (int i = 0; i < result.length; i++) {
            result[i] = position;
            for (int axis = dims.length - 1; axis >= 0; axis--) {
                position += strides[axis];
                if (++index[axis] < dims[axis]) {
                    break;
                }
                position -= strides[axis] * dims[axis];
                index[axis] = 0;
            }
        }
        return result;
    }

    /** Returns, for each position of the source, its position in the result after some axes are reduced. */
    static int[] reduced(Shape source, List<Integer> axes) {
        int[] strides = new int[source.rank()];
        int stride = 1;
        for (int i = strides.length - 1; i >= 0; i--) {
            if (!axes.contains(i)) {
                strides[i] = stride;
                stride *= source.dim(i);
            }
        }
        return positions(source.dims(), strides, 0);
    }
}
