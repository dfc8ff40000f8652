package org.pushforward.backend.onnx.plan;

import org.pushforward.tensor.TensorType;

/**
 * Elements that lie one after another in a memory: a whole value, or a part of one that needs no copy.
 *
 * @param memory the name of the memory
 * @param offset the number of elements before the first
 * @param type the type of the value that they are
 */
public record BufferView(String memory, int offset, TensorType type) {

    /** Returns a part of this, as another type. */
    BufferView part(int from, TensorType of) {
        return new BufferView(memory, offset + from, of);
    }
}
