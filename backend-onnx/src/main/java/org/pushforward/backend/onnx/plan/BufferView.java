package org.pushforward.backend.onnx.plan;

import org.pushforward.tensor.TensorType;

/**
 * A contiguous range of elements in a buffer: a whole value, or a part of one that needs no copy.
 *
 * @param memory the name of the buffer
 * @param offset the number of elements before the first
 * @param type the type of the value
 */
public record BufferView(String memory, int offset, TensorType type) {

    /** Returns a part of this view as another type. */
    BufferView part(int from, TensorType of) {
        return new BufferView(memory, offset + from, of);
    }
}
