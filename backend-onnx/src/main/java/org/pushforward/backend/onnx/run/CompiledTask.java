package org.pushforward.backend.onnx.run;

import java.util.Map;

/** A task that is ready to be computed, on any memory. Safe for use by several threads. */
public interface CompiledTask {

    /**
     * Returns the task on some memory.
     *
     * @param memories the memories of its regions, by name
     */
    BoundTask bind(Map<String, SharedTensor> memories);
}
