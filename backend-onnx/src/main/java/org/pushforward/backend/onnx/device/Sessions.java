package org.pushforward.backend.onnx.device;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

/** Opens sessions on one device. */
@FunctionalInterface
public interface Sessions {

    /** Opens a session of a model in its binary form. */
    OrtSession open(byte[] model) throws OrtException;
}
