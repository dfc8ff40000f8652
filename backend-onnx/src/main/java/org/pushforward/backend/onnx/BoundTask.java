package org.pushforward.backend.onnx;

import ai.onnxruntime.OrtException;

/** A task with the memory that it reads and writes. */
@FunctionalInterface
interface BoundTask {
    /** Computes it. */
    void run() throws OrtException;
}
