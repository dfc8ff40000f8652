package org.pushforward.backend.onnx.run;

import java.util.Map;

/** A compiled task, which can be bound to any buffers. Safe for use by several threads. */
public interface CompiledTask {

    /**
     * Binds the task to buffers.
     *
     * @param memories the buffers by name
     */
    BoundTask bind(Map<String, SharedTensor> memories);
}
