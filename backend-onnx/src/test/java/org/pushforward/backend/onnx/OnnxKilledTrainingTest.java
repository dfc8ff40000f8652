package org.pushforward.backend.onnx;

import org.pushforward.conformance.junit.KilledTraining;

/** Training on ONNX Runtime survives its process. */
class OnnxKilledTrainingTest extends KilledTraining {
    @Override
    protected String backend() {
        return "onnx";
    }
}
