package org.pushforward.backend.onnx.run;

import ai.onnxruntime.OrtException;

/** A task with the memory that it reads and writes. */
@FunctionalInterface
public interface BoundTask {
    /** Computes it. */
    void run() throws OrtException;
}
