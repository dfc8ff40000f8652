package org.pushforward.backend.onnx.run;

import ai.onnxruntime.OrtException;

/** A task bound to the buffers that it reads and writes. */
@FunctionalInterface
public interface BoundTask {
    /** Runs the task. */
    void run() throws OrtException;
}
